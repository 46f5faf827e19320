package io.tenterhook.transport.netty;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpResponse;
import io.tenterhook.client.spi.LinkClosure;
import java.nio.charset.StandardCharsets;

/** An answer to the upgrade that is not 101: its status, and the start of its body. */
final class Refusal {

  private static final int MAX_CHARS = 1_024;
  // UTF-8 needs at most three bytes for each char of a Java string.
  private static final int MAX_BYTES = 3 * MAX_CHARS;

  private final String target;
  private final HttpResponse answer;
  private final byte[] body = new byte[MAX_BYTES];
  private int length;

  Refusal(String target, HttpResponse answer) {
    this.target = target;
    this.answer = answer;
  }

  void append(ByteBuf content) {
    int taken = Math.min(content.readableBytes(), MAX_BYTES - length);
    content.readBytes(body, length, taken);
    length += taken;
  }

  /** Whether more of the body would be of no use. */
  boolean full() {
    return length == MAX_BYTES;
  }

  LinkClosure closure() {
    int status = answer.status().code();
    String message =
        target
            + " answered the WebSocket upgrade with HTTP "
            + status
            + ' '
            + Excerpt.of(answer.status().reasonPhrase());
    return new LinkClosure(LinkClosure.Kind.HTTP, status, message, bodyStart(), /* cause= */ null);
  }

  /** As much as a {@link LinkClosure} has of it. */
  String bodyStart() {
    String text = new String(body, 0, length, StandardCharsets.UTF_8);
    if (text.length() <= MAX_CHARS) {
      return text;
    }
    boolean splitsPair = Character.isHighSurrogate(text.charAt(MAX_CHARS - 1));
    return text.substring(0, splitsPair ? MAX_CHARS - 1 : MAX_CHARS);
  }
}
