package io.tenterhook.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tenterhook.client.spi.JsonBinding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values without binary data: what both bindings to Jackson make of them. */
abstract class ValuesContract {

  private final JsonBinding binding;

  ValuesContract(JsonBinding binding) {
    this.binding = binding;
  }

  record Point(int x, int y) {}

  record Page<T>(List<T> items, String next) {}

  private MemorySink written(Object value) throws IOException {
    MemorySink sink = new MemorySink();
    binding.write(value, sink);
    return sink;
  }

  private Object read(String json, Type type) throws IOException {
    return binding.read(MemorySink.source(json), type);
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
    private List<Point> points;
    private Map<String, List<Integer>> numbers;
    private Page<Point> page;
  }

  @Nested
  class PlainValues {

    @ParameterizedTest
    @CsvSource(
        quoteCharacter = '`',
        value = {
          "`\"text ä\"`",
          "`12`",
          "`true`",
          "`null`",
          "`[]`",
          "`[1,\"a\",null,[true]]`",
          "`{\"a\":{\"b\":[1]}}`"
        })
    void writesWhatItReads(String json) throws IOException {
      assertThat(written(read(json, Object.class)).json()).isEqualTo(json);
    }

    @Test
    void readsRecordsAndGenericTypes() throws IOException {
      assertThat(read("{\"x\":1,\"y\":2}", Point.class)).isEqualTo(new Point(1, 2));
      assertThat(read("[{\"x\":1,\"y\":2}]", typeOf("points"))).isEqualTo(List.of(new Point(1, 2)));
      assertThat(read("{\"a\":[1,2]}", typeOf("numbers"))).isEqualTo(Map.of("a", List.of(1, 2)));
      assertThat(read("{\"items\":[{\"x\":3,\"y\":4}],\"next\":null}", typeOf("page")))
          .isEqualTo(new Page<>(List.of(new Point(3, 4)), null));
    }

    @Test
    void writesRecordsAndMaps() throws IOException {
      assertThat(written(new Point(1, 2)).json()).isEqualTo("{\"x\":1,\"y\":2}");
      assertThat(written(Map.of("p", List.of(new Point(1, 2)))).json())
          .isEqualTo("{\"p\":[{\"x\":1,\"y\":2}]}");
      assertThat(written(Collections.singletonMap("n", null)).json()).isEqualTo("{\"n\":null}");
    }

    @Test
    void nullIsNullBothWays() throws IOException {
      assertThat(written(null).json()).isEqualTo("null");
      assertThat(read("null", Point.class)).isNull();
      assertThat(read("null", Object.class)).isNull();
      assertThat(read("null", byte[].class)).isNull();
    }

    @Test
    void ignoresUnknownProperties() throws IOException {
      assertThat(read("{\"x\":1,\"z\":9,\"y\":2}", Point.class)).isEqualTo(new Point(1, 2));
    }

    @Test
    @SuppressWarnings("JavaUtilDate") // the one kind of date that needs no module
    void writesDatesAsText() throws IOException {
      assertThat(written(new Date(0)).json()).startsWith("\"1970-01-01T00:00:00");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "9007199254740993",
          "9223372036854775807",
          "9223372036854775808",
          "-123456789012345678901234567890",
          "0.1",
          "3.141592653589793238462643383279",
          "1E+400",
          "-0.30"
        })
    void keepsNumbersBehindObjectExact(String number) throws IOException {
      Object value = read(number, Object.class);
      assertThat(value).isInstanceOf(Number.class);
      assertThat(new BigDecimal(value.toString())).isEqualTo(new BigDecimal(number));
      assertThat(((List<?>) read("[" + number + "]", List.class)).get(0)).isEqualTo(value);
    }

    @Test
    void picksTheSmallestIntegerTypeThatFits() throws IOException {
      assertThat(read("1", Object.class)).isEqualTo(1);
      assertThat(read("2147483648", Object.class)).isEqualTo(2_147_483_648L);
      assertThat(read("9223372036854775808", Object.class))
          .isEqualTo(new BigInteger("9223372036854775808"));
    }
  }

  @Nested
  class Errors {

    record Order(List<Point> points) {}

    @SuppressWarnings("DoNotCallSuggester") // Jackson calls it
    public static final class Throwing {
      public String getName() {
        throw new UncheckedIOException(new IOException("no name"));
      }
    }

    @Test
    void nameTypeAndPlaceWhenReading() {
      assertThatThrownBy(() -> read("{\"points\":[{\"x\":1},{\"x\":\"no\"}]}", Order.class))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(Order.class.getTypeName())
          .hasMessageContaining("$.points[1].x");
    }

    @Test
    void nameTheGenericTypeWhenReading() {
      assertThatThrownBy(() -> read("[5]", typeOf("points")))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("List<")
          .hasMessageContaining("$[0]");
    }

    @Test
    void nameTypeAndPlaceWhenWriting() {
      assertThatThrownBy(() -> written(Map.of("a", List.of(new Object()))))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("Map")
          .hasMessageContaining("$.a[0]");
    }

    @Test
    void coverGettersThatThrow() {
      assertThatThrownBy(() -> written(new Throwing()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(Throwing.class.getTypeName());
    }

    @Test
    void coverCyclesWithoutEndingTheThread() {
      List<Object> cycle = new ArrayList<>();
      cycle.add(cycle);
      assertThatThrownBy(() -> written(cycle)).isInstanceOf(IOException.class);
    }

    @Test
    void leaveNoCompletedHalfBehind() {
      MemorySink sink = new MemorySink();
      List<Object> broken = new ArrayList<>(List.of(1, new Object()));
      assertThatThrownBy(() -> binding.write(broken, sink)).isInstanceOf(IOException.class);
      assertThat(sink.json()).doesNotEndWith("]");
    }

    @Test
    void keepForeignTextShortAndOnOneLine() {
      String long1 = "x\\n".repeat(5_000);
      assertThatThrownBy(() -> read("{\"" + long1 + "\":{\"y\":\"" + long1 + "\"}}", Point[].class))
          .satisfies(e -> assertThat(e.getMessage().length()).isLessThan(500));
      assertThatThrownBy(() -> read("\"" + long1 + "\"", Integer.class))
          .satisfies(
              e -> {
                assertThat(e.getMessage().length()).isLessThan(500);
                assertThat(e.getMessage()).doesNotContain("\n");
              });
    }

    @Test
    void doNotQuoteTheSource() {
      assertThatThrownBy(() -> read("{\"secret\":\"canary\",\"x\":[]}", Point.class))
          .isInstanceOf(IOException.class)
          .satisfies(
              e -> {
                for (Throwable t = e; t != null; t = t.getCause()) {
                  assertThat(t.toString()).doesNotContain("canary");
                }
              });
    }
  }

  @Test
  void readsWithManyThreads() {
    CompletableFuture<?>[] all =
        IntStream.range(0, 64)
            .mapToObj(
                i ->
                    CompletableFuture.runAsync(
                        () -> {
                          try {
                            assertThat(read("[{\"x\":" + i + "}]", typeOf("points")))
                                .isEqualTo(List.of(new Point(i, 0)));
                          } catch (IOException e) {
                            throw new UncheckedIOException(e);
                          }
                        }))
            .toArray(CompletableFuture<?>[]::new);
    CompletableFuture.allOf(all).join();
  }
}
