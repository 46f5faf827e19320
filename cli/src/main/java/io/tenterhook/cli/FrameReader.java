package io.tenterhook.cli;

import io.tenterhook.protocol.ProtocolException;
import io.tenterhook.protocol.engineio.EnginePacket;
import io.tenterhook.protocol.engineio.EnginePacketType;
import io.tenterhook.protocol.engineio.PollingPayload;
import io.tenterhook.protocol.socketio.Packet;
import io.tenterhook.protocol.socketio.Parser;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads frames that are written down, with the codecs that the client reads with:
 *
 * <pre>
 * 42/admin,7["a",{}]              a text message, as of -vv or a browser's network view
 * bAQIDBA==                       a binary message, as long-polling has it
 * 4["a"] 1E 2, 42["a"]\x1e2       a payload of long-polling, with the separator or its name
 * 34325b2261225d                  any of these in hexadecimal digits; a binary message as it is
 * g6R0eXBlAqNuc3Ch…               a packet in MessagePack, in base64
 * </pre>
 *
 * <p>In hexadecimal nothing tells binary from text: with JSON a frame is binary while attachments
 * are due; with MessagePack it is text if it begins with a digit, as no packet does.
 */
final class FrameReader {
  private static final int MAX_PACKETS = 100_000;
  private static final String SEPARATOR_NAME = "\\x1e";
  private static final Pattern BETWEEN_DIGITS = Pattern.compile("[\\s:]+");

  /** A map of up to 15 members, as packets are, begins with 0x80 to 0x8f. */
  private static final Pattern BARE_BASE64 = Pattern.compile("[ghij][A-Za-z0-9+/]*={0,2}");

  private final Parser.Decoder decoder;
  private final boolean msgpack;
  private final boolean hex;
  private final Consumer<String> lines;

  /** A packet has begun, whose attachments are due. */
  private boolean due;

  /**
   * @param lines takes each packet, as of {@link PacketLines}
   */
  FrameReader(Parser parser, boolean hex, Consumer<String> lines) {
    this.decoder = parser.decoder(PacketArgs.LIMITS);
    this.msgpack = parser.binary();
    this.hex = hex;
    this.lines = lines;
  }

  /**
   * Reads one frame; passes over a blank one, unless it is an attachment without bytes.
   *
   * @throws CommandFailure if it breaks a rule of the protocol; nothing can follow then
   */
  void read(String where, String frame) {
    if (frame.isBlank() && !(hex && due)) {
      return;
    }
    try {
      if (hex) {
        bytes(bytesOf(where, frame));
      } else if (msgpack && BARE_BASE64.matcher(frame).matches()) {
        packet(EnginePacket.binary(Base64.getDecoder().decode(frame)));
      } else {
        payload(frame.replace(SEPARATOR_NAME, "\u001e").getBytes(StandardCharsets.UTF_8));
      }
    } catch (ProtocolException broken) {
      throw CommandFailure.usage(where + ": " + broken.getMessage(), next(frame));
    } catch (IllegalArgumentException noBase64) {
      throw CommandFailure.usage(where + ": not base64: " + noBase64.getMessage(), "");
    }
  }

  private String next(String frame) {
    if (hex || msgpack || due) {
      return "";
    }
    return frame.matches("[0-9a-fA-F]{8,}")
        ? "is it hexadecimal? decode it with --hex"
        : "a frame is as 42[\"event\",1]: the type of Engine.IO, that of Socket.IO, JSON";
  }

  private void bytes(byte[] frame) {
    boolean text = msgpack ? frame[0] >= '0' && frame[0] <= '6' : !due;
    if (text) {
      payload(frame);
    } else {
      packet(EnginePacket.binary(frame));
    }
  }

  private void payload(byte[] frame) {
    PollingPayload.decode(frame, 0, frame.length, MAX_PACKETS, this::packet);
  }

  private void packet(EnginePacket packet) {
    if (packet.binary()) {
      byte[] whole = Arrays.copyOfRange(packet.array(), packet.start(), packet.end());
      message(decoder.binary(whole));
    } else if (packet.type() == EnginePacketType.MESSAGE) {
      message(decoder.text(packet.array(), packet.start(), packet.end()));
    } else {
      lines.accept(PacketLines.of(packet));
    }
  }

  private void message(@Nullable Packet packet) {
    due = packet == null;
    if (packet != null) {
      lines.accept(PacketLines.of(packet));
    }
  }

  private static byte[] bytesOf(String where, String frame) {
    String digits = BETWEEN_DIGITS.matcher(frame).replaceAll("");
    for (int i = 0; i < digits.length(); i++) {
      if (Character.digit(digits.charAt(i), 16) < 0 || digits.charAt(i) > 'f') {
        throw CommandFailure.usage(
            where
                + ": expected a hexadecimal digit, found "
                + JsonText.quote(digits.substring(i, digits.offsetByCodePoints(i, 1)))
                + " as digit "
                + (i + 1),
            "without --hex frames are text");
      }
    }
    if (digits.length() % 2 != 0) {
      throw CommandFailure.usage(
          where + ": expected two hexadecimal digits for each byte, found " + digits.length(), "");
    }
    return HexFormat.of().parseHex(digits);
  }

  /**
   * There are no more frames.
   *
   * @throws CommandFailure if a packet is incomplete
   */
  void end(String where) {
    if (due) {
      throw CommandFailure.usage(
          where + ": the frames end before the attachments of the last packet",
          "an attachment is a frame of its own, b and base64; or hexadecimal with --hex");
    }
  }
}
