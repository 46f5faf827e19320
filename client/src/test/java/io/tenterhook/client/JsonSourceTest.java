package io.tenterhook.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenterhook.client.spi.JsonSource;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonSourceTest {
  private static int placeholderAt(String json, byte[]... attachments) {
    byte[] utf8 = json.getBytes(StandardCharsets.UTF_8);
    return new JsonSource(utf8, 0, utf8.length, List.of(attachments)).placeholderAt(0);
  }

  @Test
  void recognisesAPlaceholderInEitherOrder() {
    assertThat(placeholderAt("{\"_placeholder\":true,\"num\":1}", new byte[0])).isEqualTo(1);
    assertThat(placeholderAt("{ \"num\" : 0, \"_placeholder\":true }", new byte[0])).isZero();
  }

  @Test
  void takesAnObjectForItselfWhereThereAreNoAttachments() {
    assertThat(placeholderAt("{\"_placeholder\":true,\"num\":0}")).isEqualTo(-1);
  }

  @Test
  void takesAMapWhoseMarkIsEscapedForAUsersOwn() {
    assertThat(placeholderAt("{\"\\u005fplaceholder\":true,\"num\":0}", new byte[0])).isEqualTo(-1);
  }
}
