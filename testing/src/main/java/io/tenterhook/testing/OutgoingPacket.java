package io.tenterhook.testing;

import io.tenterhook.protocol.socketio.Namespace;
import io.tenterhook.protocol.socketio.Parser;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * One message of a session, ready for the wire, and the attachments that follow it. With the
 * default format it is an Engine.IO text packet. Immutable.
 */
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
  private final boolean binary;
  private final List<byte[]> attachments;
  private final Type type;

  /** What faults tell apart. */
  enum Type {
    EVENT,
    ACK,
    OTHER
  }

  private OutgoingPacket(
      byte[] array, int start, boolean binary, List<byte[]> attachments, Type type) {
    this.type = type;
    this.array = array;
    this.start = start;
    this.binary = binary;
    this.attachments = attachments;
  }

  /** An Engine.IO packet as text. */
  static OutgoingPacket of(byte[] text) {
    return new OutgoingPacket(text, 0, false, List.of(), Type.OTHER);
  }

  static OutgoingPacket of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  static OutgoingPacket connect(Parser parser, Namespace namespace, String json) {
    return whole(parser, parser.connect(namespace, json.getBytes(StandardCharsets.UTF_8)));
  }

  static OutgoingPacket connectError(Parser parser, Namespace namespace, String json) {
    return whole(parser, parser.connectError(namespace, json.getBytes(StandardCharsets.UTF_8)));
  }

  static OutgoingPacket disconnect(Parser parser, Namespace namespace) {
    return whole(parser, parser.disconnect(namespace));
  }

  private static OutgoingPacket whole(Parser parser, byte[] packet) {
    return new OutgoingPacket(packet, 0, parser.binary(), List.of(), Type.OTHER);
  }

  /** An EVENT as a test writes it. Throws IllegalArgumentException on a bad name or argument. */
  static OutgoingPacket event(
      Parser parser,
      Namespace namespace,
      long ackId,
      String name,
      List<String> args,
      List<byte[]> attachments) {
    if (RESERVED.contains(name)) {
      throw new IllegalArgumentException(
          "\"" + name + "\" is reserved: Socket.IO never sends it as an event");
    }
    byte[] frame = array(parser.headroom(namespace), Json.string(name), args);
    return event(parser, namespace, ackId, frame, copy(attachments));
  }

  /** An ACK as a test writes it. Throws IllegalArgumentException on a bad argument. */
  static OutgoingPacket ack(
      Parser parser, Namespace namespace, long id, List<String> args, List<byte[]> attachments) {
    byte[] frame = array(parser.headroom(namespace), "", args);
    return ack(parser, namespace, id, frame, copy(attachments));
  }

  /** The EVENT whose payload is a range that a decoder has checked. */
  static OutgoingPacket echoedEvent(
      Parser parser, Namespace namespace, byte[] json, int from, int to, List<byte[]> attachments) {
    int headroom = parser.headroom(namespace);
    byte[] frame = new byte[headroom + to - from];
    System.arraycopy(json, from, frame, headroom, to - from);
    return event(parser, namespace, -1, frame, attachments);
  }

  /** The ACK whose arguments are a range that a decoder has checked, without the first bracket. */
  static OutgoingPacket echoedAck(
      Parser parser,
      Namespace namespace,
      long id,
      byte[] json,
      int from,
      int to,
      List<byte[]> attachments) {
    int headroom = parser.headroom(namespace);
    byte[] frame = new byte[headroom + 1 + to - from];
    frame[headroom] = '[';
    System.arraycopy(json, from, frame, headroom + 1, to - from);
    return ack(parser, namespace, id, frame, attachments);
  }

  private static OutgoingPacket event(
      Parser parser, Namespace namespace, long ackId, byte[] frame, List<byte[]> attachments) {
    int at = parser.headroom(namespace);
    byte[] own = parser.payload(frame, at, frame.length, attachments, at);
    byte[] whole = own == null ? frame : own;
    List<byte[]> behind = own == null ? attachments : List.of();
    int start = parser.eventHeader(whole, at, namespace, ackId, behind.size());
    return new OutgoingPacket(whole, start, parser.binary(), behind, Type.EVENT);
  }

  private static OutgoingPacket ack(
      Parser parser, Namespace namespace, long id, byte[] frame, List<byte[]> attachments) {
    int at = parser.headroom(namespace);
    byte[] own = parser.payload(frame, at, frame.length, attachments, at);
    byte[] whole = own == null ? frame : own;
    List<byte[]> behind = own == null ? attachments : List.of();
    int start = parser.ackHeader(whole, at, namespace, id, behind.size());
    return new OutgoingPacket(whole, start, parser.binary(), behind, Type.ACK);
  }

  /** Headroom, then the array of a first element, unless it is empty, and the others. */
  private static byte[] array(int headroom, String first, List<String> others) {
    List<byte[]> elements = new ArrayList<>(others.size() + 1);
    if (!first.isEmpty()) {
      elements.add(first.getBytes(StandardCharsets.UTF_8));
    }
    for (int i = 0; i < others.size(); i++) {
      elements.add(Json.check(others.get(i), "argument " + i));
    }
    int at = headroom;
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

  /** The same header, whatever it announces, with other attachments. */
  OutgoingPacket withAttachments(List<byte[]> others) {
    return new OutgoingPacket(array, start, binary, others, type);
  }

  Type type() {
    return type;
  }

  byte[] array() {
    return array;
  }

  int start() {
    return start;
  }

  /** Whether the packet is a binary message, and not an Engine.IO packet as text. */
  boolean binary() {
    return binary;
  }

  List<byte[]> attachments() {
    return attachments;
  }

  int length() {
    return array.length - start;
  }

  long totalBytes() {
    long total = length();
    for (byte[] attachment : attachments) {
      total += attachment.length;
    }
    return total;
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
