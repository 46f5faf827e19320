package io.tenterhook.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.tenterhook.client.spi.JsonBinding;
import java.io.IOException;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Binary data inside values, in both directions: what both bindings to Jackson do with it. */
abstract class AttachmentsContract {

  static final byte[] CAT = {1, 2, 3};
  static final byte[] DOG = {4, 5};

  private final JsonBinding binding;

  AttachmentsContract(JsonBinding binding) {
    this.binding = binding;
  }

  record Point(int x, int y) {}

  @SuppressWarnings("ArrayRecordComponent") // compared by component
  record Picture(String name, byte[] image, ByteBuffer thumb) {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  @JsonSubTypes(@JsonSubTypes.Type(value = Blob.class, name = "blob"))
  interface Shape {}

  @SuppressWarnings("ArrayRecordComponent") // compared by component
  record Blob(byte[] data) implements Shape {}

  final MemorySink written(Object value) throws IOException {
    MemorySink sink = new MemorySink();
    binding.write(value, sink);
    return sink;
  }

  final Object read(String json, Type type, byte[]... attachments) throws IOException {
    return binding.read(MemorySink.source(json, attachments), type);
  }

  private static Type typeOf(String fieldName) {
    try {
      return Types.class.getDeclaredField(fieldName).getGenericType();
    } catch (NoSuchFieldException e) {
      throw new AssertionError(e);
    }
  }

  @SuppressWarnings("unused") // for their types
  private static final class Types {
    private List<byte[]> binaries;
    private Map<String, ByteBuffer> buffers;
  }

  @Nested
  class Outbound {

    @Test
    void becomesAnAttachmentWhereverItStands() throws IOException {
      Map<String, Object> value = new LinkedHashMap<>();
      value.put("map", Map.of("deep", CAT));
      value.put("list", List.of(DOG, "text"));
      value.put("record", new Picture("p", CAT, ByteBuffer.wrap(DOG)));
      value.put("array", new Object[] {CAT});
      value.put("arrays", new byte[][] {DOG, CAT});
      MemorySink sink = written(value);
      assertThat(sink.json())
          .isEqualTo(
              "{'map':{'deep':#0},'list':[#1,'text'],'record':{'name':'p','image':#2,'thumb':#3},"
                  .concat("'array':[#4],'arrays':[#5,#6]}")
                  .replace('\'', '"')
                  .replaceAll("#(\\d)", "{\"_placeholder\":true,\"num\":$1}"));
      assertThat(sink.attachments).containsExactly(CAT, DOG, CAT, DOG, CAT, DOG, CAT);
    }

    @Test
    void worksAtTheRoot() throws IOException {
      MemorySink sink = written(CAT);
      assertThat(sink.json()).isEqualTo("{\"_placeholder\":true,\"num\":0}");
      assertThat(sink.attachments).containsExactly(CAT);
    }

    @Test
    void takesTheRemainingBytesOfABufferAndLeavesItAsItIs() throws IOException {
      ByteBuffer slice = ByteBuffer.wrap(new byte[] {9, 1, 2, 3, 9}, 1, 3);
      ByteBuffer direct = ByteBuffer.allocateDirect(4).put((byte) 9).put(CAT).position(1);
      ByteBuffer readOnly = ByteBuffer.wrap(CAT).asReadOnlyBuffer();
      MemorySink sink = written(List.of(slice, direct, readOnly));
      assertThat(sink.attachments).containsExactly(CAT, CAT, CAT);
      assertThat(slice.position()).isEqualTo(1);
      assertThat(slice.remaining()).isEqualTo(3);
    }

    @Test
    void leavesOtherTypesAlone() throws IOException {
      UUID id = UUID.fromString("00000000-0000-0001-0000-000000000002");
      MemorySink sink = written(List.of(id, "_placeholder", new int[] {1}));
      assertThat(sink.json()).isEqualTo("[\"" + id + "\",\"_placeholder\",[1]]");
      assertThat(sink.attachments).isEmpty();
    }

    @Test
    void emptyBinaryIsAnAttachmentToo() throws IOException {
      assertThat(written(new byte[0]).attachments).containsExactly(new byte[0]);
    }
  }

  @Nested
  class Inbound {

    private static final String ZERO = "{\"_placeholder\":true,\"num\":0}";
    private static final String ONE = "{\"_placeholder\":true,\"num\":1}";

    @Test
    void fillsTypedProperties() throws IOException {
      Picture picture =
          (Picture)
              read(
                  "{\"name\":\"p\",\"image\":" + ONE + ",\"thumb\":" + ZERO + "}",
                  Picture.class,
                  CAT,
                  DOG);
      assertThat(picture.name()).isEqualTo("p");
      assertThat(picture.image()).isEqualTo(DOG);
      assertThat(picture.thumb()).isEqualTo(ByteBuffer.wrap(CAT));
    }

    @Test
    void fillsCollectionsAndTheRoot() throws IOException {
      assertThat((List<?>) read("[" + ZERO + "," + ONE + "]", typeOf("binaries"), CAT, DOG))
          .isEqualTo(Arrays.asList(CAT, DOG));
      assertThat((Map<?, ?>) read("{\"a\":" + ONE + "}", typeOf("buffers"), CAT, DOG))
          .isEqualTo(Map.of("a", ByteBuffer.wrap(DOG)));
      assertThat(read(ZERO, byte[].class, CAT)).isEqualTo(CAT);
      assertThat(read(ZERO, ByteBuffer.class, CAT)).isEqualTo(ByteBuffer.wrap(CAT));
      assertThat(read("[" + ZERO + "]", byte[][].class, CAT)).isEqualTo(new byte[][] {CAT});
    }

    @Test
    void becomesAByteArrayBehindObject() throws IOException {
      assertThat(read(ZERO, Object.class, CAT)).isEqualTo(CAT);
      Map<?, ?> map =
          (Map<?, ?>)
              read("{\"a\":" + ZERO + ",\"b\":[1,{\"c\":" + ONE + "}]}", Map.class, CAT, DOG);
      assertThat(map.get("a")).isEqualTo(CAT);
      Map<?, ?> inner = (Map<?, ?>) ((List<?>) map.get("b")).get(1);
      assertThat(inner.get("c")).isEqualTo(DOG);
    }

    @Test
    void survivesTheBufferingOfPolymorphicTypes() throws IOException {
      Blob blob = (Blob) read("{\"data\":" + ZERO + ",\"kind\":\"blob\"}", Shape.class, CAT);
      assertThat(blob.data()).isEqualTo(CAT);
    }

    @Test
    void skipsAttachmentsOfUnknownProperties() throws IOException {
      assertThat(read("{\"x\":1,\"pic\":" + ZERO + ",\"y\":2}", Point.class, CAT))
          .isEqualTo(new Point(1, 2));
    }

    @Test
    void readsOnePlaceholderTwice() throws IOException {
      assertThat((Object[]) read("[" + ZERO + "," + ZERO + "]", Object[].class, CAT))
          .isEqualTo(new Object[] {CAT, CAT});
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "{\"num\":0,\"_placeholder\":true}",
          " { \"_placeholder\" : true ,\n\t\"num\" : 0 } "
        })
    void knowsAPlaceholderInEveryShape(String placeholder) throws IOException {
      assertThat(read(placeholder, Object.class, CAT)).isEqualTo(CAT);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "{\"_placeholder\":true}",
          "{\"_placeholder\":false,\"num\":0}",
          "{\"_placeholder\":true,\"num\":\"0\"}",
          "{\"_placeholder\":true,\"num\":0,\"more\":1}",
          "{\"_placeholder\":true,\"num\":-1}",
          "{\"_placeholder\":true,\"num\":0.0}",
          "{\"num\":0}",
          "{}",
        })
    void takesEverythingElseForAnObject(String json) throws IOException {
      assertThat(read(json, Object.class, CAT)).isInstanceOf(Map.class);
    }

    @Test
    void isPlainDataInAPacketWithoutAttachments() throws IOException {
      assertThat(read(ZERO, Object.class)).isEqualTo(Map.of("_placeholder", true, "num", 0));
    }

    @Test
    void readsBase64InAPacketWithoutAttachments() throws IOException {
      assertThat(read("\"AQID\"", byte[].class)).isEqualTo(CAT);
      assertThat(((Picture) read("{\"image\":\"AQID\"}", Picture.class)).image()).isEqualTo(CAT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "7", "999999999"})
    void refusesANumberWithoutAttachment(String number) {
      assertThatThrownBy(
              () -> read("{\"a\":{\"_placeholder\":true,\"num\":" + number + "}}", Map.class, CAT))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("Placeholder number " + number)
          .hasMessageContaining("1 attachments");
    }

    @Test
    void comesBackAsItWent() throws IOException {
      Picture picture = new Picture("p", CAT, ByteBuffer.wrap(DOG));
      MemorySink sink = written(List.of(picture, Map.of("raw", DOG)));
      List<?> back = (List<?>) binding.read(sink.source(), List.class);
      Map<?, ?> first = (Map<?, ?>) back.get(0);
      assertThat(first.get("image")).isEqualTo(CAT);
      assertThat(first.get("thumb")).isEqualTo(DOG);
      assertThat(((Map<?, ?>) back.get(1)).get("raw")).isEqualTo(DOG);
    }
  }
}
