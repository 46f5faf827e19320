package io.tenterhook.testing;

import java.time.Duration;
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
 * server.nextConnection(Fault.afterSent(5, ServerConnection::cut)); // the second; the third is well
 * }</pre>
 */
public final class Fault {
  private final String name;
  private final Consumer<ArmedFaults> arming;

  private Fault(String name, Consumer<ArmedFaults> arming) {
    this.name = name;
    this.arming = arming;
  }

  /**
   * Answers the handshake with an HTTP status in place of 101.
   *
   * @param status for instance 401 or 502
   * @param body any text
   * @return the fault
   */
  public static Fault http(int status, String body) {
    return http(status, Map.of(), body);
  }

  /**
   * Answers the handshake with an HTTP status and headers in place of 101.
   *
   * @param status for instance 503
   * @param headers for instance {@code Retry-After}
   * @param body any text
   * @return the fault
   */
  public static Fault http(int status, Map<String, String> headers, String body) {
    if (status < 200 || status > 599) {
      throw new IllegalArgumentException("status " + status + " is not from 200 to 599");
    }
    HttpAnswer answer = new HttpAnswer(status, Map.copyOf(headers), body);
    return new Fault("http " + status, armed -> armed.httpAnswer = answer);
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
   * Opens the WebSocket and sends no OPEN packet and no ping.
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
   * Never pings, and never misses a pong.
   *
   * @return the fault
   */
  public static Fault neverPing() {
    return new Fault("never ping", armed -> armed.pings = false);
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
    return new Fault("delay connect", armed -> armed.connectDelay = delay);
  }

  /**
   * Does something right after the server has written a number of packets: Engine.IO packets, the
   * OPEN packet and attachments included. They have left for the network by then.
   *
   * @param packets how many, 1 or more
   * @param act for instance {@code ServerConnection::cut}
   * @return the fault
   */
  public static Fault afterSent(int packets, Consumer<ServerConnection> act) {
    ArmedFaults.Trigger trigger = new ArmedFaults.Trigger(positive(packets), act);
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
    ArmedFaults.Trigger trigger = new ArmedFaults.Trigger(positive(packets), act);
    return new Fault("after " + packets + " received", armed -> armed.onReceived.add(trigger));
  }

  private static int positive(int packets) {
    if (packets < 1) {
      throw new IllegalArgumentException("packets must be 1 or more, not " + packets);
    }
    return packets;
  }

  void arm(ArmedFaults armed) {
    arming.accept(armed);
  }

  /** The name, as the journal has it. */
  @Override
  public String toString() {
    return name;
  }
}
