package io.tenterhook.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tenterhook.client.spi.JsonBinding;
import io.tenterhook.json.jackson3.Jackson3Binding;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** A mapper that the application brings. */
class Jackson3OwnMapperTest {
  private static final byte[] CAT = {1, 2, 3};

  @Test
  void isUsed() throws IOException {
    JsonBinding own =
        new Jackson3Binding(
            JsonMapper.builder()
                .propertyNamingStrategy(PropertyNamingStrategies.UPPER_CAMEL_CASE)
                .enable(SerializationFeature.INDENT_OUTPUT)
                .build());
    MemorySink sink = new MemorySink();
    own.write(new ValuesContract.Point(1, 2), sink);
    assertThat(sink.json()).contains("\"X\" : 1");
    own.write(CAT, sink);
    assertThat(own.read(MemorySink.source("{\"X\":1,\"Y\":2}"), ValuesContract.Point.class))
        .isEqualTo(new ValuesContract.Point(1, 2));
    assertThat(sink.attachments).containsExactly(CAT);
  }

  @Test
  void decidesAboutUnknownProperties() {
    JsonBinding own =
        new Jackson3Binding(
            JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build());
    assertThatThrownBy(() -> own.read(MemorySink.source("{\"z\":1}"), ValuesContract.Point.class))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("z");
  }

  @Test
  void mayThrowUnwrappedExceptions() {
    JsonBinding own =
        new Jackson3Binding(
            JsonMapper.builder().disable(SerializationFeature.WRAP_EXCEPTIONS).build());
    assertThatThrownBy(() -> own.write(new ValuesContract.Errors.Throwing(), new MemorySink()))
        .isInstanceOf(IOException.class);
  }

  @Test
  void quotesNothingAndCompletesNothingWhateverItIsSetTo() {
    JsonBinding own =
        new Jackson3Binding(
            JsonMapper.builder()
                .enable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                .enable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
                .build());
    assertThatThrownBy(
            () ->
                own.read(
                    MemorySink.source("{\"secret\":\"canary\",\"x\":[]}"),
                    ValuesContract.Point.class))
        .isInstanceOf(IOException.class)
        .hasMessageNotContaining("canary");
    MemorySink sink = new MemorySink();
    List<Object> broken = new ArrayList<>(List.of(1, new Object()));
    assertThatThrownBy(() -> own.write(broken, sink)).isInstanceOf(IOException.class);
    assertThat(sink.json()).doesNotEndWith("]");
  }
}
