package io.tenterhook.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tenterhook.client.spi.LinkRequest;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EndpointTest {
  private static LinkRequest link(Endpoint endpoint) {
    return endpoint.webSocket(null, 1024);
  }

  @Test
  void carriesPathQueryAndHeadersToTheHandshake() {
    LinkRequest link =
        link(
            Endpoint.of("https://my_host:1/?room=7")
                .withPath("/chat")
                .withQuery("token", "a b")
                .withHeader("X-Key", "k"));

    assertThat(link.uri())
        .hasToString("wss://my_host:1/chat/?EIO=4&transport=websocket&room=7&token=a+b");
    assertThat(link.headers()).containsExactly(Map.entry("X-Key", "k"));
  }

  @Test
  void putsAValueInThePlaceOfAllOfItsName() {
    Endpoint configured =
        Endpoint.of("ws://h/?a=1&to%6ben=old&b=2&token=older").plusHeader("Authorization", "old");

    LinkRequest link =
        link(configured.withQuery("token", "new").withHeader("AUTHORIZATION", "new"));

    assertThat(link.uri())
        .hasToString("ws://h:80/socket.io/?EIO=4&transport=websocket&a=1&b=2&token=new");
    assertThat(link.headers()).containsExactly(Map.entry("AUTHORIZATION", "new"));
  }

  @Test
  void isNotChangedByWhatIsMadeOfIt() {
    Endpoint configured = Endpoint.of("ws://h");

    assertThat(configured.withHeader("A", "1")).isNotEqualTo(configured);
    assertThat(configured)
        .isEqualTo(Endpoint.of("ws://h"))
        .hasSameHashCodeAs(Endpoint.of("ws://h"));
    assertThat(link(configured).headers()).isEmpty();
  }

  @Test
  void keepsItsSecrets() {
    Endpoint endpoint =
        Endpoint.of("https://h/?a=geheim")
            .withPath("/geheim")
            .withQuery("token", "geheim")
            .withHeader("Authorization", "geheim");

    assertThat(endpoint).hasToString("https://h:443");
    assertThatThrownBy(() -> endpoint.withHeader("Authorization", "geheim\n"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("geheim");
  }

  @Test
  void refusesWhatTheBuilderRefuses() {
    Endpoint endpoint = Endpoint.of("ws://h");

    assertThatThrownBy(() -> endpoint.withQuery("EIO", "3")).hasMessageContaining("reserved");
    assertThatThrownBy(() -> endpoint.withPath("chat")).hasMessageContaining("must start with /");
    assertThatThrownBy(() -> endpoint.withHeader("Host", "h")).hasMessageContaining("handshake");
  }

  @Test
  void sharesWhatTheBuilderIsToldAmongAllUrls() {
    ConfiguredEndpoints endpoints = new ConfiguredEndpoints();
    endpoints.add("ws://a/?own=1");
    endpoints.change(endpoint -> endpoint.withPath("/p/"));
    endpoints.add("ws://b");
    endpoints.change(endpoint -> endpoint.plusQuery("q", "2"));

    assertThat(endpoints.copy().stream().map(endpoint -> link(endpoint).uri().toString()))
        .containsExactly(
            "ws://a:80/p/?EIO=4&transport=websocket&own=1&q=2",
            "ws://b:80/p/?EIO=4&transport=websocket&q=2");
  }

  @Test
  void takesSixteenUrlsAndNoMore() {
    SocketIoClientBuilder builder = SocketIoClient.builder("ws://h");
    for (int i = 1; i < 16; i++) {
      builder.alternativeUrl("ws://h" + i);
    }

    assertThatThrownBy(() -> builder.alternativeUrl("ws://h16"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("16 URLs already");
  }
}
