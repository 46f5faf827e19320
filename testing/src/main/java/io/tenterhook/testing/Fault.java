package io.tenterhook.testing;

import io.tenterhook.protocol.socketio.Namespace;
import io.tenterhook.testing.ArmedFaults.Connected;
import io.tenterhook.testing.ArmedFaults.Trigger;
import io.tenterhook.testing.LineFaults.Rate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * One way in which a connection goes wrong. Faults are armed by {@link
 * SocketIoServer#nextConnection} for one connection or by {@link SocketIoServer#everyConnection}
 * for all, before the client connects; what goes wrong later can also be done by hand, on the
 * {@link ServerConnection}.
 *
 * <pre>{@code
 * server.nextConnection(Fault.http(502, "bad gateway"));      // the first attempt
 * server.nextConnection(Fault.afterSent(5, ServerConnection::cut)); // the second
 * server.nextConnection(Fault.latency(ofMillis(50)), Fault.neverAck()); // the third
 * server.everyConnection(Fault.parseAll("delay=50..200ms,cut@sent-20").toArray(Fault[]::new));
 * }</pre>
 *
 * <p>The last ones are an act, which is any method of {@link ServerConnection}, and the moment for
 * it. All work by WebSocket and by polling unless they say otherwise.
 */
public final class Fault {
  private final String name;
  private final Consumer<ArmedFaults> arming;

  private Fault(String name, Consumer<ArmedFaults> arming) {
    this.name = name;
    this.arming = arming;
  }

  /**
   * Reads one fault as it is written on a command line.
   *
   * @param text a name, {@code name=value} or {@code act@moment}, as {@link #names} lists them
   * @return the fault
   * @throws IllegalArgumentException if there is none of that name; the message tells which are
   */
  public static Fault parse(String text) {
    return FaultNames.parse(text);
  }

  /**
   * Reads several faults.
   *
   * @param text as {@link #parse} takes them, with commas
   * @return the faults
   * @throws IllegalArgumentException as {@link #parse}
   */
  public static List<Fault> parseAll(String text) {
    return FaultNames.parseAll(text);
  }

  /**
   * What {@link #parse} understands.
   *
   * @return the forms, for instance {@code http=STATUS}
   */
  public static List<String> names() {
    return FaultNames.forms();
  }

  /**
   * Answers the handshake with an HTTP status in place of 101, or of 200 by polling.
   *
   * @param status for instance 401 or 502
   * @param body any text
   * @return the fault
   */
  public static Fault http(int status, String body) {
    return http(status, Map.of(), body);
  }

  /**
   * Answers the handshake with an HTTP status and headers.
   *
   * @param status for instance 503
   * @param headers for instance {@code Retry-After}
   * @param body any text
   * @return the fault
   */
  public static Fault http(int status, Map<String, String> headers, String body) {
    HttpAnswer answer = HttpAnswer.byFault(status, headers, body);
    return new Fault("http " + status, armed -> armed.httpAnswer = answer);
  }

  /**
   * Answers a later request of a session, which goes on. Without effect by WebSocket.
   *
   * @param number which GET or POST, 1 for the first after the handshake
   * @param status for instance 502
   * @return the fault
   */
  public static Fault httpOnRequest(int number, int status) {
    HttpAnswer answer = HttpAnswer.byFault(status, Map.of(), "");
    int checked = ArmedFaults.positive("number", number);
    return new Fault(
        "http " + status + " on request " + number, armed -> armed.onRequest.put(checked, answer));
  }

  /**
   * Answers the handshake with a redirect.
   *
   * @param location where the client is sent
   * @return the fault: a 302
   */
  public static Fault redirect(String location) {
    return http(302, Map.of("Location", location), "");
  }

  /**
   * Takes the TCP connection and the request, and never answers.
   *
   * @return the fault
   */
  public static Fault silence() {
    return new Fault("silence", armed -> armed.silent = true);
  }

  /**
   * Sends no OPEN packet and no ping: the WebSocket is open, the GET unanswered.
   *
   * @return the fault
   */
  public static Fault noOpen() {
    return new Fault("no open", armed -> armed.openText = "");
  }

  /**
   * Sends a text where the OPEN packet should be.
   *
   * @param text anything, for instance {@code 0{"sid":""}}
   * @return the fault
   */
  public static Fault insteadOfOpen(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("text must not be empty: see noOpen()");
    }
    return new Fault("instead of open", armed -> armed.openText = text);
  }

  /**
   * Announces a session id that the server does not know, which a WebSocket does not need.
   *
   * @return the fault
   */
  public static Fault wrongSid() {
    return new Fault("wrong sid", armed -> armed.wrongSid = true);
  }

  /**
   * Answers the request for an upgrade to WebSocket with an HTTP status. Without effect on a client
   * that begins by WebSocket.
   *
   * @param status for instance 403
   * @return the fault
   */
  public static Fault refuseUpgrade(int status) {
    HttpAnswer answer = HttpAnswer.byFault(status, Map.of(), "");
    return new Fault("refuse upgrade " + status, armed -> armed.upgradeAnswer = answer);
  }

  /**
   * Opens the WebSocket of an upgrade and never answers its probe. Without effect on a client that
   * begins by WebSocket.
   *
   * @return the fault
   */
  public static Fault ignoreProbe() {
    return new Fault("ignore probe", armed -> armed.answersProbe = false);
  }

  /**
   * Never pings, and never misses a pong.
   *
   * @return the fault
   */
  public static Fault neverPing() {
    return new Fault("never ping", armed -> armed.pings = false);
  }

  /**
   * Sends each ping later than announced.
   *
   * @param extra how much later
   * @return the fault
   */
  public static Fault latePing(Duration extra) {
    Duration checked = ArmedFaults.time("extra", extra);
    return new Fault("late ping", armed -> armed.pingDelay = checked);
  }

  /**
   * Pings, and takes no pong for one: the connection is closed when the first is overdue.
   *
   * @return the fault
   */
  public static Fault ignorePongs() {
    return new Fault("ignore pongs", armed -> armed.takesPongs = false);
  }

  /**
   * Never answers a CONNECT, nor does it ask an {@link Authorizer}.
   *
   * @return the fault
   */
  public static Fault neverAnswerConnect() {
    return new Fault("never answer connect", armed -> armed.answersConnect = false);
  }

  /**
   * Answers each CONNECT later, on top of the delay of its {@link Verdict}.
   *
   * @param delay how much later
   * @return the fault
   */
  public static Fault delayConnect(Duration delay) {
    Duration checked = ArmedFaults.time("delay", delay);
    return new Fault("delay connect", armed -> armed.connectDelay = checked);
  }

  /**
   * Answers each CONNECT with CONNECT_ERROR, and asks no {@link Authorizer}.
   *
   * @param message any text
   * @param dataJson one JSON value
   * @return the fault
   */
  public static Fault refuseConnect(String message, String dataJson) {
    Verdict refusal = Verdict.reject(message, dataJson);
    return new Fault("refuse connect", armed -> armed.verdict = refusal);
  }

  /**
   * Sends no ack.
   *
   * @return the fault
   */
  public static Fault neverAck() {
    return new Fault("never ack", armed -> armed.packets.losesAcks = true);
  }

  /**
   * Sends each ack twice.
   *
   * @return the fault
   */
  public static Fault duplicateAck() {
    return new Fault("duplicate ack", armed -> armed.packets.doublesAcks = true);
  }

  /**
   * Sends each ack for another namespace than that of the event.
   *
   * @param namespace the other one
   * @return the fault
   */
  public static Fault wrongNamespaceAck(String namespace) {
    Namespace other = Namespace.of(namespace);
    return new Fault("ack for " + namespace, armed -> armed.ackNamespace = other);
  }

  /**
   * Sends one event after the one that should follow it.
   *
   * @param number which event to the client is late, 1 for the first
   * @return the fault
   */
  public static Fault swapEvents(int number) {
    int checked = ArmedFaults.positive("number", number);
    return new Fault("swap events", armed -> armed.packets.swappedEvent = checked);
  }

  /**
   * Leaves out the last attachment of the first packet that has any.
   *
   * @return the fault
   */
  public static Fault missingAttachment() {
    return new Fault("missing attachment", armed -> armed.packets.losesAttachment = true);
  }

  /**
   * Sends one more attachment behind the first event or ack than it announces, if any.
   *
   * @return the fault
   */
  public static Fault extraAttachment() {
    return new Fault("extra attachment", armed -> armed.packets.addsAttachment = true);
  }

  /**
   * Holds all bytes back for a time, in each direction.
   *
   * @param eachWay how long, up to 24 h
   * @return the fault
   */
  public static Fault latency(Duration eachWay) {
    return delay(eachWay, eachWay, 0);
  }

  /**
   * Holds bytes back for a time that differs, in each direction; none overtakes another.
   *
   * @param min the least
   * @param max the most, up to 24 h
   * @param seed the same seed gives the same times
   * @return the fault
   */
  public static Fault delay(Duration min, Duration max, long seed) {
    if (min.compareTo(max) > 0) {
      throw new IllegalArgumentException("the least delay " + min + " is above the most " + max);
    }
    Duration least = ArmedFaults.time("min", min);
    Duration most = ArmedFaults.time("max", max);
    return new Fault("delay", armed -> armed.line.delayed(least, most, seed));
  }

  /**
   * Lets no more than so many bytes through, in each direction.
   *
   * @param bytesPerSecond 1 or more
   * @return the fault
   */
  public static Fault bandwidth(int bytesPerSecond) {
    Rate rate = Rate.ofBytesPerSecond(ArmedFaults.positive("bytesPerSecond", bytesPerSecond));
    return new Fault("bandwidth", armed -> armed.line.limited(rate));
  }

  /**
   * Sends all that is sent in small pieces.
   *
   * @param bytes the size of a piece, 1 or more
   * @param pause between two of them
   * @return the fault
   */
  public static Fault trickle(int bytes, Duration pause) {
    Rate rate =
        new Rate(ArmedFaults.positive("bytes", bytes), ArmedFaults.time("pause", pause).toNanos());
    return new Fault("trickle", armed -> armed.line.toClient = rate);
  }

  /**
   * Does something when the request for a connection has come, before it is answered.
   *
   * @param act for instance {@code ServerConnection::cut}
   * @return the fault
   */
  public static Fault atHandshake(Consumer<ServerConnection> act) {
    return new Fault("at handshake", armed -> armed.atHandshake.add(act));
  }

  /**
   * Does something right after the first CONNECT was answered.
   *
   * @param act for instance {@code ServerConnection::cut}
   * @return the fault
   */
  public static Fault afterConnect(Consumer<ServerConnection> act) {
    Connected connected = new Connected(null, act);
    return new Fault("after connect", armed -> armed.onConnect.add(connected));
  }

  /**
   * Does something right after the CONNECT for a namespace was answered.
   *
   * @param namespace for instance {@code "/chat"}
   * @param act for instance {@code connection -> connection.disconnect(false)}
   * @return the fault
   */
  public static Fault afterConnect(String namespace, Consumer<ServerConnection> act) {
    Connected connected = new Connected(Namespace.of(namespace), act);
    return new Fault("after connect", armed -> armed.onConnect.add(connected));
  }

  /**
   * Does something at the first ack: one of the client, before it is handled, or one to the client,
   * before it is sent.
   *
   * @param act for instance {@code ServerConnection::finish}
   * @return the fault
   */
  public static Fault onAck(Consumer<ServerConnection> act) {
    return new Fault("on ack", armed -> armed.onAck.add(act));
  }

  /**
   * Does something in the middle of a message: its first half has left, the rest, and all that
   * would come after it, never will.
   *
   * @param number which message to the client, 1 for the OPEN packet; attachments count
   * @param act for instance {@code ServerConnection::cut}
   * @return the fault
   */
  public static Fault inFrame(int number, Consumer<ServerConnection> act) {
    Trigger trigger = new Trigger(number, act);
    return new Fault("in frame " + number, armed -> armed.inFrame.add(trigger));
  }

  /**
   * Does something when the first packet that has attachments has left, without them.
   *
   * @param act for instance {@code ServerConnection::blackHole}
   * @return the fault
   */
  public static Fault betweenHeaderAndAttachment(Consumer<ServerConnection> act) {
    return new Fault("before the attachment", armed -> armed.beforeAttachment.add(act));
  }

  /**
   * Does something right after the server has written a number of packets: Engine.IO packets, the
   * OPEN packet and attachments included. They have left for the network by then, which by polling
   * needs a GET of the client.
   *
   * @param packets how many, 1 or more
   * @param act for instance {@code ServerConnection::cut}
   * @return the fault
   */
  public static Fault afterSent(int packets, Consumer<ServerConnection> act) {
    Trigger trigger = new Trigger(packets, act);
    return new Fault("after " + packets + " sent", armed -> armed.onSent.add(trigger));
  }

  /**
   * Does something right after the server has handled a number of packets of the client: Engine.IO
   * packets, attachments included.
   *
   * @param packets how many, 1 or more
   * @param act for instance {@code ServerConnection::blackHole}
   * @return the fault
   */
  public static Fault afterReceived(int packets, Consumer<ServerConnection> act) {
    Trigger trigger = new Trigger(packets, act);
    return new Fault("after " + packets + " received", armed -> armed.onReceived.add(trigger));
  }

  void arm(ArmedFaults armed) {
    arming.accept(armed);
  }

  @Override
  public String toString() {
    return name;
  }
}
