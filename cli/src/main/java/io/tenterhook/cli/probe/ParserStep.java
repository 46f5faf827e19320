package io.tenterhook.cli.probe;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Whether a server that does not answer CONNECT answers one in the other wire format. Servers close
 * the connection at the first packet in a format that is not theirs.
 *
 * <pre>
 * 40/admin,                                    JSON
 * 82 a4 type 00 a3 nsp a6 /admin               MessagePack: {"type":0,"nsp":"/admin"}
 * </pre>
 */
final class ParserStep {
  private static final int MAX_NAME = 255;

  private final Target target;
  private final Requests requests;

  ParserStep(Target target, Requests requests) {
    this.target = target;
    this.requests = requests;
  }

  Step take() {
    Step.Taking taking = new Step.Taking(Step.Kind.PARSER);
    String other = target.msgpack() ? "json" : "msgpack";
    try (Talk talk = requests.webSocket("", target.limit())) {
      if (!talk.isOpen() || Handshake.of(talk.next()).open() == null) {
        return taking.failed(Finding.NO_ANSWERS, "no session to try " + other + " in");
      }
      if (target.msgpack()) {
        talk.send(target.namespace().equals("/") ? "40" : "40" + target.namespace() + ",");
      } else {
        talk.send(Talk.BINARY, msgpackConnect());
      }
      Talk.Message answer = talk.next();
      while (answer.text().equals("2")) {
        answer = talk.next();
      }
      if (answers(answer)) {
        taking.note("parser", other);
        return taking.failed(Finding.OTHER_PARSER, "the server speaks " + other);
      }
      return taking.failed(
          Finding.NO_ANSWERS, "neither json nor msgpack is answered; is it another parser?");
    } catch (IOException failed) {
      return taking.failed(
          Finding.NO_ANSWERS, "neither json nor msgpack is answered: " + Text.of(failed));
    }
  }

  private boolean answers(Talk.Message answer) {
    if (target.msgpack()) {
      return answer.opcode() == Talk.TEXT && answer.text().matches("(?s)4[04].*");
    }
    return answer.opcode() == Talk.BINARY
        && answer.bytes().length > 0
        && (answer.bytes()[0] & 0xf0) == 0x80
        && answer.text().contains("type");
  }

  private byte[] msgpackConnect() throws IOException {
    byte[] name = target.namespace().getBytes(StandardCharsets.UTF_8);
    if (name.length > MAX_NAME) {
      throw new IOException("the namespace's name is longer than " + MAX_NAME + " bytes");
    }
    ByteArrayOutputStream packet = new ByteArrayOutputStream();
    packet.write(0x82);
    packet.write(0xa4);
    packet.write("type".getBytes(StandardCharsets.US_ASCII));
    packet.write(0);
    packet.write(0xa3);
    packet.write("nsp".getBytes(StandardCharsets.US_ASCII));
    packet.write(0xd9);
    packet.write(name.length);
    packet.write(name);
    return packet.toByteArray();
  }
}
