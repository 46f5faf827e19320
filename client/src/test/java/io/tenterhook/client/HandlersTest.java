package io.tenterhook.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tenterhook.protocol.socketio.DecoderLimits;
import io.tenterhook.protocol.socketio.Packet;
import io.tenterhook.protocol.socketio.PacketDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HandlersTest {
  private final Handlers handlers = new Handlers();
  private final List<String> calls = new ArrayList<>();

  private static Packet.Event packet(String message) {
    byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
    Packet packet = new PacketDecoder(DecoderLimits.DEFAULT).text(bytes, 0, bytes.length);
    assertThat(packet).isInstanceOf(Packet.Event.class);
    return (Packet.Event) packet;
  }

  private EventHandler noted(String what) {
    return event -> calls.add(what);
  }

  private void deliver(String message) throws Exception {
    Packet.Event packet = packet(message);
    HandlerTable.Entry entry = handlers.find(packet);
    if (entry != null) {
      for (Registration registration : entry.handlers) {
        registration.handle(null);
      }
    }
  }

  @Test
  void runsHandlersInTheOrderOfTheirRegistration() throws Exception {
    handlers.add("a", noted("1"), false);
    handlers.add("b", noted("other"), false);
    handlers.add("a", noted("2"), false);
    handlers.add("a", noted("3"), false);

    deliver("2[\"a\"]");

    assertThat(calls).containsExactly("1", "2", "3");
  }

  @Test
  void runsOnceHandlersOnce() throws Exception {
    EventSubscription once = handlers.add("a", noted("once"), true);
    handlers.add("a", noted("always"), false);

    deliver("2[\"a\"]");
    deliver("2[\"a\"]");

    assertThat(calls).containsExactly("once", "always", "always");
    assertThat(once.isActive()).isFalse();
  }

  @Test
  void runsOnceHandlersOnceEvenIfOneEventTookTheListBefore() throws Exception {
    handlers.add("a", noted("once"), true);
    HandlerTable.Entry taken = handlers.find(packet("2[\"a\"]"));
    deliver("2[\"a\"]");

    assertThat(taken).isNotNull();
    assertThat(taken.handlers.get(0).handle(null)).isFalse();
    assertThat(calls).containsExactly("once");
  }

  @Test
  void replacesAHandlerInItsPlace() throws Exception {
    EventSubscription first = handlers.add("a", noted("1"), false);
    handlers.add("a", noted("2"), false);

    first.replace(noted("new"));
    deliver("2[\"a\"]");

    assertThat(calls).containsExactly("new", "2");
  }

  @Test
  void refusesToReplaceWhatHasEnded() {
    EventSubscription ended = handlers.add("a", noted("1"), false);
    ended.close();

    assertThatThrownBy(() -> ended.replace(noted("2")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("register the handler anew");
  }

  @Test
  void takesAwayOneHandlerAndLeavesItsTwin() throws Exception {
    EventHandler twin = noted("twin");
    EventSubscription first = handlers.add("a", twin, false);
    EventSubscription second = handlers.add("a", twin, false);

    first.close();
    first.close();
    deliver("2[\"a\"]");

    assertThat(calls).containsExactly("twin");
    assertThat(second.isActive()).isTrue();
  }

  @Test
  void takesAwayAllHandlersOfAName() throws Exception {
    EventSubscription gone = handlers.add("a", noted("a"), false);
    handlers.add("b", noted("b"), false);

    handlers.off("a");
    handlers.off("unknown");
    deliver("2[\"a\"]");
    deliver("2[\"b\"]");

    assertThat(calls).containsExactly("b");
    assertThat(gone.isActive()).isFalse();
    assertThat(handlers.find(packet("2[\"a\"]"))).isNull();
  }

  @Test
  void letsAHandlerTakeItselfAway() throws Exception {
    EventSubscription[] self = new EventSubscription[1];
    self[0] = handlers.add("a", event -> self[0].close(), false);
    handlers.add("a", noted("next"), false);

    deliver("2[\"a\"]");
    deliver("2[\"a\"]");

    assertThat(calls).containsExactly("next", "next");
  }

  @Test
  void findsAnEscapedNameByItsText() throws Exception {
    handlers.add("é\"/\n", noted("found"), false);

    deliver("2[\"\\u00e9\\\"\\/\\n\"]");

    assertThat(calls).containsExactly("found");
  }

  @Test
  void findsANumericNameByItsDigits() throws Exception {
    handlers.add("42", noted("number"), false);

    deliver("2[42,1]");
    deliver("2[\"42\",1]");
    deliver("2[ 42 ,1]");

    assertThat(calls).containsExactly("number", "number", "number");
  }

  @Test
  void keepsCatchAllHandlersApart() {
    EventSubscription one = handlers.addAny(noted("1"));
    handlers.addAny(noted("2"));
    assertThat(handlers.any()).hasSize(2);

    one.close();

    assertThat(handlers.any()).hasSize(1);
    assertThat(one.isActive()).isFalse();
  }
}
