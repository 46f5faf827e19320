package io.tenterhook.testing;

import io.tenterhook.protocol.json.JsonScanner;
import io.tenterhook.protocol.socketio.Packet;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** An event that a client has sent. */
public final class ReceivedEvent {
  private final ServerSocketPeer peer;
  private final Packet.Event packet;
  private final AtomicBoolean answered = new AtomicBoolean();
  private volatile boolean lookedAt;

  ReceivedEvent(ServerSocketPeer peer, Packet.Event packet) {
    this.peer = peer;
    this.packet = packet;
  }

  /**
   * Who sent it.
   *
   * @return the peer
   */
  public ServerSocketPeer peer() {
    return peer;
  }

  /**
   * Its name.
   *
   * @return the name
   */
  public String name() {
    return packet.name();
  }

  /**
   * Its arguments.
   *
   * @return JSON texts, binary arguments as {@link Json#attachment} places
   */
  public List<String> args() {
    return Json.elements(packet.array(), packet.argsStart(), packet.argsEnd(), 1);
  }

  /**
   * One argument.
   *
   * @param index from 0
   * @return a JSON text
   */
  public String arg(int index) {
    return args().get(index);
  }

  /**
   * Its binary arguments.
   *
   * @return the attachments, in the order of their numbers
   */
  public List<byte[]> attachments() {
    return packet.attachments();
  }

  /**
   * Whether the client asked for an answer.
   *
   * @return if true, {@link #ack} gives it
   */
  public boolean wantsAck() {
    return packet.ackId() >= 0;
  }

  /**
   * Whether an answer was given.
   *
   * @return true after the first {@link #ack}
   */
  public boolean isAnswered() {
    return answered.get();
  }

  /**
   * Answers. Only the first answer is sent.
   *
   * @param jsonArgs JSON texts
   * @throws IllegalStateException if the client asked for none
   */
  public void ack(String... jsonArgs) {
    ack(List.of(jsonArgs), List.of());
  }

  /**
   * Answers with attachments. Only the first answer is sent.
   *
   * @param jsonArgs JSON texts, with {@link Json#attachment} where the attachments belong
   * @param attachments the binary arguments
   * @throws IllegalStateException if the client asked for none
   */
  public void ack(List<String> jsonArgs, List<byte[]> attachments) {
    if (!wantsAck()) {
      throw new IllegalStateException("the client asked for no answer to " + this);
    }
    OutgoingPacket packet =
        OutgoingPacket.ack(
            peer.parser(), peer.ackNamespace(), this.packet.ackId(), jsonArgs, attachments);
    answer(packet);
  }

  /**
   * Sends an event to the peer that this one came from.
   *
   * @param event the name
   * @param jsonArgs JSON texts
   */
  public void reply(String event, String... jsonArgs) {
    peer.emit(event, jsonArgs);
  }

  /** Sends it back: as an answer if the client asked for one, else as an event of its own. */
  public void echo() {
    byte[] json = packet.array();
    if (wantsAck()) {
      answer(
          OutgoingPacket.echoedAck(
              peer.parser(),
              peer.ackNamespace(),
              packet.ackId(),
              json,
              firstArg(),
              packet.argsEnd(),
              packet.attachments()));
    } else if (peer.namespace().recovers()) {
      peer.emit(name(), args(), attachments());
    } else {
      peer.send(
          OutgoingPacket.echoedEvent(
              peer.parser(),
              peer.wireNamespace(),
              json,
              packet.argsStart(),
              packet.argsEnd(),
              packet.attachments()));
    }
  }

  /** Where the arguments after the name start; at the closing bracket if there are none. */
  private int firstArg() {
    int at = JsonScanner.skipWhitespace(packet.array(), packet.nameEnd(), packet.argsEnd());
    return packet.array()[at] == ',' ? at + 1 : at;
  }

  private void answer(OutgoingPacket packet) {
    if (answered.compareAndSet(false, true)) {
      peer.send(packet);
    }
  }

  /** All arguments as one array, binary as the command-line tool has it. */
  String argsAsJson() {
    return CompactJson.array(
        packet.array(), packet.argsStart(), packet.argsEnd(), 1, packet.attachments());
  }

  /** The test knows of it. */
  void lookedAt() {
    lookedAt = true;
  }

  boolean isLookedAt() {
    return lookedAt;
  }

  long size() {
    long size = (long) packet.argsEnd() - packet.argsStart();
    for (byte[] attachment : packet.attachments()) {
      size += attachment.length;
    }
    return size;
  }

  /** Namespace and JSON, for instance {@code /chat ["hello","you"]}. */
  @Override
  public String toString() {
    int length = packet.argsEnd() - packet.argsStart();
    return peer.namespace().name()
        + " "
        + new String(packet.array(), packet.argsStart(), length, StandardCharsets.UTF_8);
  }
}
