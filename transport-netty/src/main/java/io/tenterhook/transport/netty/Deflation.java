package io.tenterhook.transport.netty;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketClientExtension;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtensionData;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtensionFilter;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtensionFilterProvider;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtensionUtil;
import io.netty.handler.codec.http.websocketx.extensions.compression.PerMessageDeflateClientExtensionHandshaker;
import io.tenterhook.client.spi.Deflate;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The negotiation of permessage-deflate (RFC 7692, 7.1) for one WebSocket, and the handlers that
 * come of it. Compression itself is Netty's and the JDK's.
 *
 * <pre>
 * Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover    what we offer
 * Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=12     what may come back
 * </pre>
 *
 * We never offer {@code client_max_window_bits}: the JDK's Deflater knows the window of 32 KB only.
 * Netty refuses a first fragment that is too short to inflate to anything; no server is known to
 * cut its messages like that.
 */
final class Deflation {

  private static final String NAME = "permessage-deflate";
  private static final String SERVER_NO_CONTEXT = "server_no_context_takeover";
  private static final String CLIENT_NO_CONTEXT = "client_no_context_takeover";
  private static final int LEVEL = 6;
  private static final int WINDOW_BITS = 15;

  /**
   * Netty wants 512 bytes left of a full-grown buffer to see that nothing more comes. {@link
   * InflatedFrames} has the exact limit.
   */
  private static final long SPARE_BYTES = 1_024;

  private final Deflate wanted;
  private final int maxMessageBytes;
  private @Nullable WebSocketClientExtension agreed;

  Deflation(Deflate wanted, int maxMessageBytes) {
    this.wanted = wanted;
    this.maxMessageBytes = maxMessageBytes;
  }

  /** The header that offers it. */
  String offer() {
    return NAME
        + (wanted.serverNoContextTakeover() ? "; " + SERVER_NO_CONTEXT : "")
        + (wanted.clientNoContextTakeover() ? "; " + CLIENT_NO_CONTEXT : "");
  }

  /**
   * Takes the server's answer.
   *
   * @return what was expected, or null if the answer is a right one
   */
  @Nullable String expectedInsteadOf(String answer) {
    if (answer.indexOf(',') >= 0 || !answer.split(";", 2)[0].trim().equals(NAME)) {
      return NAME + " or none";
    }
    Map<String, String> parameters =
        new LinkedHashMap<>(WebSocketExtensionUtil.extractExtensions(answer).get(0).parameters());
    // Netty leaves out what comes twice and what it cannot read.
    boolean all = parameters.size() == answer.split(";", -1).length - 1;
    boolean flagHasValue =
        parameters.get(SERVER_NO_CONTEXT) != null || parameters.get(CLIENT_NO_CONTEXT) != null;
    if (wanted.clientNoContextTakeover()) {
      // Ours to do, whether the server repeats it or not (RFC 7692, 7.1.1.2).
      parameters.put(CLIENT_NO_CONTEXT, null);
    }
    agreed = all && !flagHasValue ? judged(new WebSocketExtensionData(NAME, parameters)) : null;
    return agreed == null ? "parameters that fit the offer " + offer() : null;
  }

  private @Nullable WebSocketClientExtension judged(WebSocketExtensionData answer) {
    int maxInflatedBytes = (int) Math.min(maxMessageBytes + SPARE_BYTES, Integer.MAX_VALUE);
    try {
      return new PerMessageDeflateClientExtensionHandshaker(
              LEVEL,
              false,
              WINDOW_BITS,
              true,
              wanted.serverNoContextTakeover(),
              new Threshold(wanted.thresholdBytes()),
              maxInflatedBytes)
          .handshakeExtension(answer);
    } catch (NumberFormatException e) {
      // A window size that is no number.
      return null;
    }
  }

  /** Whether the server compresses, and takes what is compressed. */
  boolean agreed() {
    return agreed != null;
  }

  /** What cannot be compressed becomes a little longer, five bytes for each 16 KB at most. */
  int maxFrameBytes() {
    return (int) Math.min(maxMessageBytes + (maxMessageBytes >> 8) + 64L, Integer.MAX_VALUE);
  }

  /** Adds what stands between the WebSocket codec and the handler of its frames. */
  void install(ChannelPipeline pipeline, NettyLink link, FrameHandler frames) {
    WebSocketClientExtension extension = agreed;
    if (extension != null) {
      pipeline.addLast(
          new DeflatedFrames(link, frames),
          extension.newExtensionDecoder(),
          extension.newExtensionEncoder(),
          new InflatedFrames(frames, maxMessageBytes));
    }
  }

  /** Short messages go as they are: compressing them saves nothing. */
  private record Threshold(int bytes)
      implements WebSocketExtensionFilterProvider, WebSocketExtensionFilter {

    @Override
    public WebSocketExtensionFilter encoderFilter() {
      return this;
    }

    @Override
    public WebSocketExtensionFilter decoderFilter() {
      return NEVER_SKIP;
    }

    @Override
    public boolean mustSkip(WebSocketFrame frame) {
      return frame.content().readableBytes() < bytes;
    }
  }
}
