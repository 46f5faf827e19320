package io.tenterhook.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenterhook.protocol.socketio.JsonRange;
import io.tenterhook.protocol.socketio.Namespace;
import io.tenterhook.protocol.socketio.Packet;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The book of pids and offsets: what each CONNECT must say, and whether its answer recovers. */
final class CheckedRecovery {
  private static final Pattern PID = Pattern.compile("\"pid\":\"(p\\d+)\"");
  private static final Pattern OFFSET = Pattern.compile(",\"(o\\d+)\"]$");

  final Map<Namespace, RecoveryState> states = new HashMap<>();
  private final Map<Namespace, RecoveryState> before = new HashMap<>();
  private final Map<Namespace, Boolean> recovered = new HashMap<>();

  /** The server is about to say something. */
  void remember() {
    before.clear();
    before.putAll(states);
  }

  /** What the server said last broke a rule, so it counts for nothing. */
  void recall() {
    states.clear();
    states.putAll(before);
  }

  /** The server is about to accept a CONNECT that the user still wants. */
  void accepted(Namespace namespace, String answer) {
    if (!answer.contains("\"sid\"")) {
      return;
    }
    Matcher pid = PID.matcher(answer);
    if (!pid.find()) {
      recovered.put(namespace, false);
      states.remove(namespace);
      return;
    }
    RecoveryState known = states.get(namespace);
    recovered.put(namespace, known != null && known.pid().equals(pid.group(1)));
    states.put(namespace, new RecoveryState(pid.group(1), known == null ? null : known.offset()));
  }

  void forget(Namespace namespace) {
    states.remove(namespace);
  }

  void connected(Namespace namespace, boolean isRecovered) {
    assertThat(isRecovered).isEqualTo(recovered.remove(namespace));
  }

  void delivered(Packet.Event event) {
    RecoveryState known = states.get(event.namespace());
    Matcher offset = OFFSET.matcher(text(event));
    if (known != null && event.ackId() < 0 && offset.find()) {
      states.put(event.namespace(), new RecoveryState(known.pid(), offset.group(1)));
    }
  }

  private static String text(Packet.Event event) {
    int length = event.argsEnd() - event.argsStart();
    return new String(event.array(), event.argsStart(), length, StandardCharsets.UTF_8);
  }

  void connectSent(Namespace namespace, @Nullable JsonRange payload) {
    RecoveryState state = states.get(namespace);
    String auth = payload == null ? "" : payload.toString();
    if (state == null || state.offset() == null) {
      assertThat(auth).doesNotContain("pid");
    } else {
      assertThat(auth)
          .startsWith("{\"pid\":\"" + state.pid() + "\",\"offset\":\"" + state.offset() + "\"");
    }
  }
}
