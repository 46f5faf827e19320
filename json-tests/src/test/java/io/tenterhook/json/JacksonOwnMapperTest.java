package io.tenterhook.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.tenterhook.client.spi.JsonBinding;
import io.tenterhook.json.jackson.JacksonBinding;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** A mapper that the application brings. */
class JacksonOwnMapperTest {
  private static final byte[] CAT = {1, 2, 3};

  @Test
  void isUsed() throws IOException {
    JsonBinding own =
        new JacksonBinding(
            new ObjectMapper()
                .setPropertyNamingStrategy(PropertyNamingStrategies.UPPER_CAMEL_CASE)
                .enable(SerializationFeature.INDENT_OUTPUT));
    MemorySink sink = new MemorySink();
    own.write(new ValuesContract.Point(1, 2), sink);
    assertThat(sink.json()).contains("\"X\" : 1");
    own.write(CAT, sink);
    assertThat(own.read(MemorySink.source("{\"X\":1,\"Y\":2}"), ValuesContract.Point.class))
        .isEqualTo(new ValuesContract.Point(1, 2));
    assertThat(sink.attachments).containsExactly(CAT);
  }

  @Test
  void isCopied() throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    JsonBinding own = new JacksonBinding(mapper);
    mapper.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    assertThatThrownBy(() -> own.read(MemorySink.source("{\"z\":1}"), ValuesContract.Point.class))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("z");
    assertThat(mapper.writeValueAsString(CAT)).isEqualTo("\"AQID\"");
  }

  @Test
  void mayThrowUnwrappedExceptions() {
    JsonBinding own =
        new JacksonBinding(new ObjectMapper().disable(SerializationFeature.WRAP_EXCEPTIONS));
    assertThatThrownBy(() -> own.write(new ValuesContract.Errors.Throwing(), new MemorySink()))
        .isInstanceOf(IOException.class);
  }

  @Test
  void isRefusedWhenItsFormatIsAnother() {
    JsonFactory other =
        new JsonFactory() {
          @Override
          public String getFormatName() {
            return "Smile";
          }
        };
    assertThatThrownBy(() -> new JacksonBinding(new ObjectMapper(other)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Smile");
  }
}
