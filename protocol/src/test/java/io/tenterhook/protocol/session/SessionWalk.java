package io.tenterhook.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenterhook.protocol.session.CheckedOutput.User;
import io.tenterhook.protocol.session.CheckedOutput.Wire;
import io.tenterhook.protocol.socketio.Namespace;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A user, a network and a mostly sensible server that do whatever a seed tells them, to one session
 * under a {@link CheckedOutput}.
 */
final class SessionWalk {
  private static final List<String> NAMES = List.of("/", "/a", "/b", "/c");
  private static final String[] NONSENSE = {
    "",
    "1",
    "5",
    "7",
    "0{}",
    "4",
    "47",
    "42",
    "42{}",
    "43[]",
    "42[\"connect\"]",
    "44[]",
    "451-[\"x\"]",
    "42[\"x\"",
    "40/a,{\"sid\":\"second\"}",
    "40{}",
    "44{\"message\":\"late\"}"
  };
  private static final int TRACE = 40;

  final CheckedOutput output = new CheckedOutput();
  private final Random random;
  private final SessionDriver driver;
  private final Deque<String> trace = new ArrayDeque<>();
  private final Set<String> kinds = new TreeSet<>();
  private final Map<String, List<Long>> ackRequests = new HashMap<>();

  private boolean transportOpen;
  private boolean handshakeDone;
  private boolean attachmentDue;
  private boolean paused;
  private boolean closed;
  private int lastPid;
  private int lastOffset;

  SessionWalk(long seed) {
    this.random = new Random(seed);
    this.driver = new SessionDriver(output, oneIn(2));
    this.output.clock = driver::now;
  }

  /** The last things that happened, for a test that failed. */
  String trace() {
    remember("(now)");
    return String.join("\n", trace);
  }

  /** The kinds of outputs that there have been. */
  Set<String> kinds() {
    return kinds;
  }

  private void remember(String act) {
    for (String line : output.take()) {
      kinds.add(kind(line));
      trace.add(line);
    }
    trace.add("> " + act);
    while (trace.size() > TRACE) {
      trace.remove();
    }
  }

  /** The first word of a line, and what tells apart the fates of packets and the connects. */
  private static String kind(String line) {
    String[] words = line.split(" ", -1);
    return switch (words[0]) {
      case "failed" -> "failed " + words[2];
      case "connected" -> words.length == 4 ? "connected recovered" : "connected";
      default -> words[0];
    };
  }

  /** One thing happens. */
  void step() {
    int what = random.nextInt(43);
    if (what < 4) {
      userOpens(anyName());
    } else if (what < 5) {
      userLeaves(anyName());
    } else if (what == 41) {
      userDiscards(likelyName());
    } else if (what == 42) {
      userResumes(anyName());
    } else if (what < 11) {
      userEmits(likelyName());
    } else if (what < 13) {
      userAcknowledges(likelyName());
    } else if (what < 19) {
      userAnswers();
    } else if (what < 23) {
      timePasses();
    } else if (what < 25) {
      networkActs();
    } else {
      serverActs();
    }
    check();
  }

  private void check() {
    if (!output.hasTransport()) {
      transportOpen = false;
      handshakeDone = false;
      attachmentDue = false;
      paused = false;
    }
    output.checkQuiet(!driver.hasNoDeadline());
    for (String name : NAMES) {
      assertThat(driver.recoveryState(name))
          .isEqualTo(output.recovery.states.get(Namespace.of(name)));
    }
  }

  private boolean oneIn(int n) {
    return random.nextInt(n) == 0;
  }

  private String anyName() {
    return NAMES.get(random.nextInt(NAMES.size()));
  }

  /** One that the user wants, if there is one. */
  private String likelyName() {
    List<Namespace> wanted = List.copyOf(output.user.keySet());
    return wanted.isEmpty() || oneIn(8)
        ? anyName()
        : wanted.get(random.nextInt(wanted.size())).name();
  }

  // ---- the user

  private void userOpens(String name) {
    remember("open " + name);
    output.user.putIfAbsent(Namespace.of(name), User.WANTED);
    driver.open(name);
  }

  private void userLeaves(String name) {
    remember("leave " + name);
    driver.leave(name);
    assertThat(output.user).doesNotContainKey(Namespace.of(name));
  }

  private void userEmits(String name) {
    byte[][] attachments = oneIn(4) ? new byte[][] {{1}, {2}} : new byte[0][];
    Delivery delivery = anyDelivery();
    String json = "[\"" + "e".repeat(1 + random.nextInt(8)) + "\"]";
    LabelledPacket packet = LabelledPacket.with(name, json, delivery, attachments);
    remember("emit " + packet + " on " + name + " " + delivery);
    output.packets.emitted(packet, driver.now());
    driver.emit(packet);
    boolean mayWait = packet.wantsAck() || delivery.buffered();
    assertThat(mayWait || !output.packets.isUndecided(packet)).isTrue();
  }

  private Delivery anyDelivery() {
    long timeout = Duration.ofMillis(1 + random.nextInt(oneIn(4) ? 60_000 : 2_000)).toNanos();
    return switch (random.nextInt(6)) {
      case 0 -> Delivery.PLAIN;
      case 1 -> Delivery.acknowledged(timeout);
      case 2 -> new Delivery(true, false, 0, oneIn(2) ? 0 : timeout);
      case 3 -> new Delivery(false, true, 0, oneIn(2) ? 0 : timeout);
      default -> new Delivery(false, oneIn(2), 1 + random.nextInt(3), timeout);
    };
  }

  private void userDiscards(String name) {
    remember("discard " + name);
    driver.discard(name);
    assertThat(output.packets.hasBuffered(Namespace.of(name))).isFalse();
  }

  private void userResumes(String name) {
    RecoveryState earlier = new RecoveryState("p" + ++lastPid, oneIn(2) ? null : "o0");
    remember("resume " + name);
    boolean inTime = driver.session.resume(Namespace.of(name), earlier, driver.now());
    assertThat(inTime).isEqualTo(!closed && !output.wire.containsKey(Namespace.of(name)));
    if (inTime) {
      output.recovery.states.put(Namespace.of(name), earlier);
    }
  }

  private void userAcknowledges(String name) {
    List<Long> ids = ackRequests.getOrDefault(name, List.of());
    long id = ids.isEmpty() ? random.nextInt(100) : ids.get(random.nextInt(ids.size()));
    LabelledPacket packet = LabelledPacket.of(name, "[]");
    remember("acknowledge " + id + " on " + name);
    output.packets.emitted(packet, driver.now());
    driver.session.acknowledge(packet, id);
    assertThat(output.packets.isUndecided(packet)).isFalse();
  }

  /** Mostly the present question, now and then one of the past. */
  private void userAnswers() {
    String name = likelyName();
    Integer ticket = output.authQuestions.get(Namespace.of(name));
    if (ticket != null) {
      answerAuth(name, ticket - (oneIn(10) ? 1 : 0));
    } else {
      answerRetry(output.retryQuestions.containsKey(null) ? null : Namespace.of(name));
    }
  }

  private void answerAuth(String name, int ticket) {
    if (oneIn(8)) {
      remember("auth failed for " + name + " " + ticket);
      driver.session.authFailed(Namespace.of(name), ticket, "no", driver.now());
    } else {
      remember("auth for " + name + " " + ticket);
      driver.authenticate(name, ticket, oneIn(2) ? null : "{\"t\":1}");
    }
  }

  private void answerRetry(@Nullable Namespace name) {
    int ticket = output.retryTicket(name) - (oneIn(10) ? 1 : 0);
    if (oneIn(8)) {
      remember("give up " + name + " " + ticket);
      driver.session.giveUp(name, ticket, driver.now());
      output.retryQuestions.remove(name, ticket);
    } else {
      long delay = (random.nextInt(6) - 1) * 1_000_000_000L;
      remember("retry " + name + " " + ticket + " after " + Duration.ofNanos(delay));
      driver.session.retryAfter(name, ticket, delay, driver.now());
    }
  }

  // ---- time and network

  private void timePasses() {
    long millis = oneIn(10) ? random.nextInt(60_000) : random.nextInt(500);
    remember("advance " + millis + " ms");
    if (oneIn(6)) {
      driver.oversleep(Duration.ofMillis(millis));
    } else {
      driver.advance(Duration.ofMillis(millis));
    }
  }

  private void networkActs() {
    if (oneIn(8)) {
      remember("lose");
      driver.lose("cut");
    } else if (paused) {
      remember("resume");
      paused = false;
      driver.session.readingResumed(driver.now());
    } else if (oneIn(2)) {
      output.packets.writable = oneIn(2);
      remember("writable " + output.packets.writable);
      driver.session.writable(output.packets.writable);
    } else if (oneIn(2)) {
      remember("pause");
      paused = true;
      driver.session.readingPaused();
    }
  }

  // ---- the server

  private void serverActs() {
    if (!output.hasTransport() || paused) {
      return;
    }
    if (!transportOpen) {
      remember("transport opened");
      transportOpen = true;
      driver.session.transportOpened();
    } else if (!handshakeDone) {
      handshakeDone = true;
      receive(oneIn(50) ? "4x" : SessionDriver.openPacket("e"));
    } else if (attachmentDue && !oneIn(50)) {
      attachmentDue = oneIn(50);
      remember("binary");
      output.recovery.remember();
      driver.receiveBinary(7);
    } else if (oneIn(300)) {
      receive(NONSENSE[random.nextInt(NONSENSE.length)]);
    } else if (oneIn(6)) {
      receive("2");
    } else {
      serverSends(oneIn(100) ? "/unknown" : likelyName());
    }
  }

  private void serverSends(String name) {
    Wire state = output.wire.get(Namespace.of(name));
    String to = name.equals("/") ? "" : name + ",";
    int what = random.nextInt(20);
    if (state == Wire.ASKED && what < 10) {
      receive("40" + to + "{\"sid\":\"s\"" + anyPid(name) + "}");
    } else if (state == Wire.ASKED && what < 13) {
      receive("44" + to + "{\"message\":\"no\"}");
    } else if (what == 13) {
      receive("41" + to);
    } else if (what == 14) {
      attachmentDue = true;
      receive("451-" + to + "[\"b\",{\"_placeholder\":true,\"num\":0}]");
    } else if (what < 17) {
      long id = oneIn(4) ? random.nextInt(200) : output.lastAckId;
      receive("43" + to + id + "[]");
    } else if (what == 17) {
      long id = random.nextInt(100);
      ackRequests.computeIfAbsent(name, key -> new ArrayList<>()).add(id);
      receive("42" + to + id + "[\"ask\"]");
    } else {
      receive("42" + to + (oneIn(2) ? "[\"e\"]" : "[\"e\",\"o" + ++lastOffset + "\"]"));
    }
  }

  /** None, a new one, or the one that recovers. */
  private String anyPid(String name) {
    RecoveryState known = output.recovery.states.get(Namespace.of(name));
    if (oneIn(4)) {
      return "";
    }
    return ",\"pid\":\"" + (known == null || oneIn(4) ? "p" + ++lastPid : known.pid()) + "\"";
  }

  private void receive(String message) {
    remember(message);
    output.enter(message);
    driver.receive(message);
  }

  // ---- every open comes to its end

  /** Nobody answers anything until nothing is left to wait for: then all has been told. */
  void fallSilent() {
    remember("silence");
    driver.session.readingResumed(driver.now());
    for (int i = 0; i < 100 && !driver.hasNoDeadline(); i++) {
      driver.advance(Duration.ofMinutes(1));
      check();
    }
    assertThat(driver.hasNoDeadline()).isTrue();
    assertThat(output.hasTransport()).isFalse();
    assertThat(output.packets.hasBuffered()).isFalse();
    assertThat(output.user).doesNotContainValue(User.CONNECTED);
    assertThat(output.user.keySet()).allMatch(output::isAsked);
  }

  /** Everybody answers kindly, after a silence: then all that is wanted is connected. */
  void recover() {
    remember("kindness");
    for (Namespace name : new ArrayList<>(output.retryQuestions.keySet())) {
      driver.session.retryAfter(name, output.retryTicket(name), 0, driver.now());
    }
    driver.advance(Duration.ZERO);
    if (output.hasTransport()) {
      driver.establish();
      transportOpen = true;
      handshakeDone = true;
    }
    for (Namespace name : new ArrayList<>(output.authQuestions.keySet())) {
      driver.authenticate(name.name(), null);
      receive(SessionDriver.connectAnswer(name.name()));
      check();
    }
    assertThat(output.user.values()).doesNotContain(User.WANTED);
  }

  /** The user closes the session: nothing is left of it. */
  void close() {
    remember("close");
    closed = true;
    driver.close();
    output.recovery.states.clear();
    check();
    assertThat(output.packets.isEmpty()).isTrue();
    assertThat(output.user).isEmpty();
    assertThat(output.retryQuestions).isEmpty();
  }
}
