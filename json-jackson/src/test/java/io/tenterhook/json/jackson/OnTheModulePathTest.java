package io.tenterhook.json.jackson;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenterhook.client.spi.JsonBinding;
import io.tenterhook.client.spi.JsonSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What shows on the module path alone; the contract of all bindings is in json-tests. */
class OnTheModulePathTest {

  @SuppressWarnings("ArrayRecordComponent") // compared by component
  record Picture(String name, byte[] image) {}

  @Test
  void isAModuleOfItsOwn() {
    assertThat(JacksonBinding.class.getModule().getName()).isEqualTo("io.tenterhook.json.jackson");
  }

  @Test
  void bindsTypesOfAModuleThatIsOpenToJackson() throws IOException {
    byte[] json =
        "{\"name\":\"cat\",\"image\":{\"_placeholder\":true,\"num\":0}}"
            .getBytes(StandardCharsets.UTF_8);
    JsonSource source = new JsonSource(json, 0, json.length, List.of(new byte[] {7}));

    Picture picture = (Picture) new JacksonBinding().read(source, Picture.class);

    assertThat(picture.name()).isEqualTo("cat");
    assertThat(picture.image()).containsExactly(7);
  }

  @Test
  void offersItselfToTheServiceLoaderWithAndWithoutModules() throws IOException {
    String name = JacksonBinding.class.getName();
    assertThat(JacksonBinding.class.getModule().getDescriptor().provides())
        .anySatisfy(provides -> assertThat(provides.providers()).containsExactly(name));
    String file = "/META-INF/services/" + JsonBinding.class.getName();
    try (var services = JacksonBinding.class.getResourceAsStream(file)) {
      assertThat(new String(services.readAllBytes(), StandardCharsets.UTF_8).trim())
          .isEqualTo(name);
    }
  }
}
