package io.tenterhook.msgpack;

import static io.tenterhook.protocol.ProtocolException.unexpected;

import io.tenterhook.protocol.ProtocolException;
import io.tenterhook.protocol.ProtocolRule;
import io.tenterhook.protocol.socketio.DecoderLimits;
import io.tenterhook.protocol.socketio.JsonRange;
import io.tenterhook.protocol.socketio.Namespace;
import io.tenterhook.protocol.socketio.NamespaceCache;
import io.tenterhook.protocol.socketio.Packet;
import io.tenterhook.protocol.socketio.PacketRules;
import io.tenterhook.protocol.socketio.Parser;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import org.msgpack.core.MessageIntegerOverflowException;
import org.msgpack.core.MessagePackException;
import org.msgpack.value.ValueType;

/**
 * Reads packets: each message is a map with {@code type}, {@code nsp} and perhaps {@code data},
 * {@code id} and {@code options}, in any order. socket.io-msgpack-parser, {@code checkPacket}.
 *
 * <p>Stricter than the reference: no other member, none twice, and the rules of the default parser.
 * A member that is nil or undefined is absent, as some servers write them always. The options are
 * those of the sender's own client and mean nothing here.
 */
final class MessagePackDecoder implements Parser.Decoder {
  private final PacketRules rules;
  private final NamespaceCache namespaces = new NamespaceCache();

  MessagePackDecoder(DecoderLimits limits) {
    this.rules = new PacketRules(limits);
  }

  @Override
  public @Nullable Packet text(byte[] array, int start, int end) {
    throw unexpected(
        ProtocolRule.UNEXPECTED_TEXT,
        "MessagePack in a binary message; does the server use the default parser?",
        array,
        start,
        end);
  }

  @Override
  public Packet binary(byte[] message) {
    if (message.length == 0) {
      throw new ProtocolException(ProtocolRule.EMPTY_MESSAGE, "expected a packet, found nothing");
    }
    StrictUnpacker in = new StrictUnpacker(message);
    try {
      return new Fields(in).read();
    } catch (MessagePackException unreadable) {
      throw in.malformed();
    } catch (IOException inMemory) {
      throw new UncheckedIOException(inMemory);
    }
  }

  /** The members of one packet. */
  private final class Fields {
    private final StrictUnpacker in;
    private boolean hasType;
    private boolean hasId;
    private boolean hasData;
    private boolean hasOptions;
    private int type;
    private long ackId = -1;
    private @Nullable Namespace namespace;
    private @Nullable PayloadReader data;

    Fields(StrictUnpacker in) {
      this.in = in;
    }

    Packet read() throws IOException {
      if (!in.nextIs(ValueType.MAP)) {
        throw invalid("a map");
      }
      for (int left = in.unpackMapHeader(); left > 0; left--) {
        member();
      }
      if (in.hasNext()) {
        throw invalid(ProtocolRule.INVALID_MESSAGE_PACK, "nothing after the packet", in.at());
      }
      return packet();
    }

    private void member() throws IOException {
      int start = in.at();
      int length = in.stringHeader("a member's name");
      boolean isType = in.isText(PacketHeader.TYPE, length);
      boolean isNsp = in.isText(PacketHeader.NSP, length);
      boolean isId = in.isText(PacketHeader.ID, length);
      boolean isData = in.isText(PacketHeader.DATA, length);
      boolean isOptions = in.isText(PacketHeader.OPTIONS, length);
      boolean twice =
          (isType && hasType)
              || (isNsp && namespace != null)
              || (isId && hasId)
              || (isData && hasData)
              || (isOptions && hasOptions);
      if (twice || !(isType || isNsp || isId || isData || isOptions)) {
        throw invalid(
            ProtocolRule.INVALID_PACKET_FIELD, "type, nsp, data, id and options, each once", start);
      }
      in.skip(length);
      if (isType) {
        hasType = true;
        type = type();
      } else if (isNsp) {
        namespace = namespace();
      } else if (isId) {
        hasId = true;
        ackId = ackId();
      } else if (isData) {
        hasData = true;
        data = data();
      } else {
        hasOptions = true;
        PayloadReader.read(in, rules);
      }
    }

    private int type() throws IOException {
      String expected = "a packet type from 0 to 4";
      int start = in.at();
      long found =
          in.nextIs(ValueType.INTEGER) ? integer(ProtocolRule.UNKNOWN_PACKET_TYPE, expected) : -1;
      if (found < PacketHeader.CONNECT || found > PacketHeader.CONNECT_ERROR) {
        throw invalid(ProtocolRule.UNKNOWN_PACKET_TYPE, expected, start);
      }
      return (int) found;
    }

    private Namespace namespace() throws IOException {
      if (!in.nextIs(ValueType.STRING)) {
        throw invalid("a string as nsp");
      }
      int length = in.unpackRawStringHeader();
      int start = in.at();
      in.skip(length);
      return namespaces.resolve(in.array(), start, start + length);
    }

    private long ackId() throws IOException {
      if (in.skipNil() || Extension.skipUndefined(in)) {
        return -1;
      }
      if (!in.nextIs(ValueType.INTEGER)) {
        throw invalid("an integer as id");
      }
      long id = integer(ProtocolRule.ACK_ID_OUT_OF_RANGE, "an ack id below 2^53");
      rules.checkAckId(id);
      return id;
    }

    /** Reads an integer, which breaks the rule if no long holds it. */
    private long integer(ProtocolRule rule, String expected) throws IOException {
      int start = in.at();
      try {
        return in.unpackLong();
      } catch (MessageIntegerOverflowException aboveLongs) {
        throw invalid(rule, expected, start);
      }
    }

    private @Nullable PayloadReader data() throws IOException {
      return in.skipNil() || Extension.skipUndefined(in) ? null : PayloadReader.read(in, rules);
    }

    private Packet packet() {
      Namespace name = namespace;
      if (!hasType || name == null) {
        throw new ProtocolException(
            ProtocolRule.INVALID_PACKET_FIELD,
            "expected type and nsp, found no " + (hasType ? "nsp" : "type"));
      }
      return switch (type) {
        case PacketHeader.CONNECT ->
            rules.connect(name, object(ProtocolRule.INVALID_CONNECT_PAYLOAD));
        case PacketHeader.DISCONNECT -> disconnect(name);
        case PacketHeader.EVENT -> {
          PayloadReader args = array(ProtocolRule.INVALID_EVENT_PAYLOAD);
          yield rules.event(name, ackId, args.json(), 0, args.size(), args.attachments());
        }
        case PacketHeader.ACK -> {
          rules.requireAckId(ackId);
          PayloadReader args = array(ProtocolRule.INVALID_ACK_PAYLOAD);
          yield rules.ack(name, ackId, args.json(), 0, args.size(), args.attachments());
        }
        default -> rules.connectError(name, object(ProtocolRule.INVALID_CONNECT_ERROR_PAYLOAD));
      };
    }

    private Packet disconnect(Namespace name) {
      rules.refuseAckId(ackId, '1');
      if (data != null) {
        throw invalid(ProtocolRule.INVALID_DISCONNECT_PAYLOAD, "no payload", data);
      }
      return new Packet.Disconnect(name);
    }

    private @Nullable JsonRange object(ProtocolRule rule) {
      rules.refuseAckId(ackId, '0' + type);
      if (data == null) {
        return null;
      }
      if (!data.attachments().isEmpty()) {
        throw invalid(rule, "no binary", data);
      }
      return new JsonRange(data.json(), 0, data.size());
    }

    private PayloadReader array(ProtocolRule rule) {
      if (data == null || data.json()[0] != '[') {
        throw data == null
            ? new ProtocolException(rule, "expected an array as data, found none")
            : invalid(rule, "an array as data", data);
      }
      return data;
    }

    private ProtocolException invalid(ProtocolRule rule, String expected, PayloadReader found) {
      return unexpected(rule, expected, found.json(), 0, found.size());
    }

    private ProtocolException invalid(String expected) {
      return invalid(ProtocolRule.INVALID_PACKET_FIELD, expected, in.at());
    }

    private ProtocolException invalid(ProtocolRule rule, String expected, int position) {
      return unexpected(rule, expected, in.array(), position, in.array().length);
    }
  }
}
