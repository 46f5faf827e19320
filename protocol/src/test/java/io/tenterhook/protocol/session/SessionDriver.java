package io.tenterhook.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenterhook.protocol.socketio.DecoderLimits;
import io.tenterhook.protocol.socketio.Namespace;
import io.tenterhook.protocol.socketio.Parser;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A session with a virtual clock, and words for what user, transport and server do to it.
 *
 * <p>Time moves only in {@link #advance}, which calls {@link ClientSession#deadline} exactly when
 * one is due.
 */
final class SessionDriver {
  static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(20);
  static final Duration REOPEN_PAUSE = Duration.ofNanos(NamespaceMachine.REOPEN_PAUSE_NANOS);
  static final Duration STABLE_AFTER = Duration.ofSeconds(10);

  /** What {@link #openPacket} announces: 25 s and 20 s. */
  static final Duration SILENCE = Duration.ofSeconds(45);

  static final int MAX_EARLY_EVENT_BYTES = 64;
  static final int MAX_PENDING_ACKS = 3;
  static final int MAX_BUFFERED = 4;
  static final int MAX_BUFFERED_BYTES = 40;
  static final Duration MAX_AGE = Duration.ofSeconds(30);

  final RecordingOutput output;
  final ClientSession session;
  private long now = 1_000;

  SessionDriver() {
    this(new RecordingOutput());
  }

  SessionDriver(RecordingOutput output) {
    this(output, false);
  }

  SessionDriver(RecordingOutput output, boolean dropOldest) {
    this(output, dropOldest, Parser.json());
  }

  SessionDriver(Parser parser) {
    this(new RecordingOutput(), false, parser);
  }

  private SessionDriver(RecordingOutput output, boolean dropOldest, Parser parser) {
    this.output = output;
    this.session =
        new ClientSession(
            new SessionConfig(
                CONNECT_TIMEOUT.toNanos(),
                STABLE_AFTER.toNanos(),
                MAX_EARLY_EVENT_BYTES,
                MAX_PENDING_ACKS,
                new BufferLimits(MAX_BUFFERED, MAX_BUFFERED_BYTES, MAX_AGE.toNanos(), dropOldest),
                DecoderLimits.DEFAULT,
                parser),
            output);
  }

  /** A session with these namespaces connected, whose output so far has been taken. */
  static SessionDriver connected(String... namespaces) {
    SessionDriver driver = new SessionDriver();
    for (String namespace : namespaces) {
      driver.open(namespace);
    }
    driver.establish();
    for (String namespace : namespaces) {
      driver.accept(namespace);
    }
    driver.take();
    return driver;
  }

  static String openPacket(String sid) {
    return "0{\"sid\":\""
        + sid
        + "\",\"upgrades\":[],\"pingInterval\":25000,\"pingTimeout\":20000,\"maxPayload\":1000000}";
  }

  // ---- time

  long now() {
    return now;
  }

  void advance(Duration time) {
    long target = now + time.toNanos();
    while (session.nextDeadline() <= target) {
      now = Math.max(now, session.nextDeadline());
      session.deadline(now);
      assertThat(session.nextDeadline()).as("a deadline that is still due").isGreaterThan(now);
    }
    now = target;
  }

  /** Advances to one nanosecond before. */
  void advanceAlmost(Duration time) {
    advance(time.minusNanos(1));
  }

  void lastNanosecond() {
    advance(Duration.ofNanos(1));
  }

  /** The machine sleeps, or its loop is busy: time passes and nobody looks. */
  void oversleep(Duration time) {
    now += time.toNanos();
  }

  boolean hasNoDeadline() {
    return session.nextDeadline() == Long.MAX_VALUE;
  }

  // ---- the user

  void open(String namespace) {
    session.open(Namespace.of(namespace), now);
  }

  void leave(String namespace) {
    session.leave(Namespace.of(namespace), now);
  }

  void emit(LabelledPacket packet) {
    session.emit(packet, now);
  }

  void emit(String namespace, String json, Delivery delivery, byte[]... attachments) {
    emit(LabelledPacket.with(namespace, json, delivery, attachments));
  }

  void discard(String namespace) {
    session.discardBuffered(Namespace.of(namespace));
  }

  @Nullable RecoveryState recoveryState(String namespace) {
    return session.recoveryState(Namespace.of(namespace));
  }

  void close() {
    session.close(now);
  }

  // ---- answers to the session's questions

  /** Answers the last question for a namespace's credentials. */
  void authenticate(String namespace, @Nullable String json) {
    Namespace name = Namespace.of(namespace);
    authenticate(namespace, output.authTicket(name), json);
  }

  void authenticate(String namespace, int ticket, @Nullable String json) {
    byte[] auth = json == null ? null : bytes(json);
    session.authenticated(Namespace.of(namespace), ticket, auth, now);
  }

  void failAuth(String namespace, Object detail) {
    Namespace name = Namespace.of(namespace);
    session.authFailed(name, output.authTicket(name), detail, now);
  }

  /** Answers the last question about the connection. */
  void retryAfter(Duration delay) {
    session.retryAfter(null, output.retryTicket(null), delay.toNanos(), now);
  }

  /** Answers the last question about one namespace. */
  void retryAfter(String namespace, Duration delay) {
    Namespace name = Namespace.of(namespace);
    session.retryAfter(name, output.retryTicket(name), delay.toNanos(), now);
  }

  void giveUp() {
    session.giveUp(null, output.retryTicket(null), now);
  }

  void giveUp(String namespace) {
    Namespace name = Namespace.of(namespace);
    session.giveUp(name, output.retryTicket(name), now);
  }

  // ---- transport and server

  /** The transport opens and the handshake is done. */
  void establish() {
    session.transportOpened();
    receive(openPacket("engine"));
  }

  /** The credentials are none, and the server accepts, with the namespace's name as sid. */
  void accept(String namespace) {
    authenticate(namespace, null);
    receive(connectAnswer(namespace));
  }

  static String connectAnswer(String namespace) {
    String header = namespace.equals("/") ? "40" : "40" + namespace + ",";
    return header + "{\"sid\":\"" + namespace + "\"}";
  }

  void receive(String text) {
    session.text(bytes(text), now);
  }

  void receiveBinary(int... content) {
    byte[] message = new byte[content.length];
    for (int i = 0; i < content.length; i++) {
      message[i] = (byte) content[i];
    }
    session.binary(message, now);
  }

  void lose(Object detail) {
    session.transportLost(detail, now);
  }

  /** The connection is lost, and the next one is ready for CONNECT. */
  void cut() {
    lose("cut");
    retryAfter(Duration.ZERO);
    advance(Duration.ZERO);
    establish();
  }

  // ---- what the session said

  List<String> take() {
    return output.take();
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
