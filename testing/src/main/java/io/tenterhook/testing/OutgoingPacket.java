package io.tenterhook.testing;

import io.tenterhook.protocol.socketio.Namespace;
import io.tenterhook.protocol.socketio.PacketEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** An Engine.IO text packet, ready for the wire, and the attachments that follow it. Immutable. */
final class OutgoingPacket {
  private static final Set<String> RESERVED =
      Set.of(
          "connect",
          "connect_error",
          "disconnect",
          "disconnecting",
          "newListener",
          "removeListener");

  /** Holds the packet; never written to once it is here, so that many peers can share it. */
  private final byte[] array;

  private final int start;
  private final List<byte[]> attachments;

  private OutgoingPacket(byte[] array, int start, List<byte[]> attachments) {
    this.array = array;
    this.start = start;
    this.attachments = attachments;
  }

  static OutgoingPacket of(byte[] text) {
    return new OutgoingPacket(text, 0, List.of());
  }

  static OutgoingPacket of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  static OutgoingPacket disconnect(Namespace namespace) {
    return of(PacketEncoder.disconnect(namespace));
  }

  /** An EVENT as a test writes it. Throws IllegalArgumentException on a bad name or argument. */
  static OutgoingPacket event(
      Namespace namespace, long ackId, String name, List<String> args, List<byte[]> attachments) {
    if (RESERVED.contains(name)) {
      throw new IllegalArgumentException(
          "\"" + name + "\" is reserved: Socket.IO never sends it as an event");
    }
    byte[] payload = array(namespace, Json.string(name), args);
    int at = PacketEncoder.headroom(namespace);
    int start = PacketEncoder.eventHeader(payload, at, namespace, ackId, attachments.size());
    return new OutgoingPacket(payload, start, copy(attachments));
  }

  /** An ACK as a test writes it. Throws IllegalArgumentException on a bad argument. */
  static OutgoingPacket ack(
      Namespace namespace, long id, List<String> args, List<byte[]> attachments) {
    byte[] payload = array(namespace, "", args);
    int at = PacketEncoder.headroom(namespace);
    int start = PacketEncoder.ackHeader(payload, at, namespace, id, attachments.size());
    return new OutgoingPacket(payload, start, copy(attachments));
  }

  /** The EVENT whose payload is a range that a decoder has checked. */
  static OutgoingPacket echoedEvent(
      Namespace namespace, byte[] json, int from, int to, List<byte[]> attachments) {
    int at = PacketEncoder.headroom(namespace);
    byte[] frame = new byte[at + to - from];
    System.arraycopy(json, from, frame, at, to - from);
    int start = PacketEncoder.eventHeader(frame, at, namespace, -1, attachments.size());
    return new OutgoingPacket(frame, start, attachments);
  }

  /** The ACK whose arguments are a range that a decoder has checked, without the first bracket. */
  static OutgoingPacket echoedAck(
      Namespace namespace, long id, byte[] json, int from, int to, List<byte[]> attachments) {
    int at = PacketEncoder.headroom(namespace);
    byte[] frame = new byte[at + 1 + to - from];
    frame[at] = '[';
    System.arraycopy(json, from, frame, at + 1, to - from);
    int start = PacketEncoder.ackHeader(frame, at, namespace, id, attachments.size());
    return new OutgoingPacket(frame, start, attachments);
  }

  /** Headroom, then the array of a first element, unless it is empty, and the others. */
  private static byte[] array(Namespace namespace, String first, List<String> others) {
    List<byte[]> elements = new ArrayList<>(others.size() + 1);
    if (!first.isEmpty()) {
      elements.add(first.getBytes(StandardCharsets.UTF_8));
    }
    for (int i = 0; i < others.size(); i++) {
      elements.add(Json.check(others.get(i), "argument " + i));
    }
    int at = PacketEncoder.headroom(namespace);
    int length = at + 1 + Math.max(1, elements.size());
    for (byte[] element : elements) {
      length += element.length;
    }
    byte[] frame = new byte[length];
    frame[at++] = '[';
    for (byte[] element : elements) {
      System.arraycopy(element, 0, frame, at, element.length);
      at += element.length;
      frame[at++] = ',';
    }
    frame[length - 1] = ']';
    return frame;
  }

  private static List<byte[]> copy(List<byte[]> attachments) {
    return attachments.stream().map(byte[]::clone).toList();
  }

  byte[] array() {
    return array;
  }

  int start() {
    return start;
  }

  List<byte[]> attachments() {
    return attachments;
  }

  int length() {
    return array.length - start;
  }

  /** Engine.IO packets that this is: itself and its attachments. */
  int packets() {
    return 1 + attachments.size();
  }

  @Override
  public String toString() {
    return new String(array, start, length(), StandardCharsets.UTF_8);
  }
}
