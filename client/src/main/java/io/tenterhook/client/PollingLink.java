package io.tenterhook.client;

import io.tenterhook.client.spi.EventLoop;
import io.tenterhook.client.spi.HttpAnswer;
import io.tenterhook.client.spi.HttpRequest;
import io.tenterhook.client.spi.HttpRequests;
import io.tenterhook.client.spi.Link;
import io.tenterhook.client.spi.LinkClosure;
import io.tenterhook.client.spi.LinkListener;
import io.tenterhook.protocol.ProtocolException;
import io.tenterhook.protocol.engineio.EnginePacket;
import io.tenterhook.protocol.engineio.EnginePacketType;
import io.tenterhook.protocol.engineio.Handshake;
import io.tenterhook.protocol.polling.PollingCycle;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A link by HTTP long-polling: carries out what its {@link PollingCycle} wants, and looks like a
 * WebSocket to whoever holds it. {@link UpgradingLink} makes it one, if the server agrees. Lives on
 * the loop.
 */
final class PollingLink implements Link {
  private static final long CLOSE_NANOS = TimeUnit.SECONDS.toNanos(3);
  private static final int MAX_ERROR_CHARS = 1_024;
  private static final String A_PAGE =
      "; this is a web page: of a proxy, a log-in, or a server without Socket.IO at this path(…)?";
  private static final byte[] NO_BODY = {};
  private static final byte[] NOOP = {EnginePacketType.NOOP.code()};

  /**
   * Hears, besides what every link tells, what an upgrade must know; and of each HTTP answer, not
   * the first alone.
   */
  interface Listener extends LinkListener {
    /** The session is open. */
    void handshake(Handshake handshake);

    /** No request is under way. */
    void paused();
  }

  private final EventLoop loop;
  private final PollingRequest request;
  private final Listener listener;
  private final HttpRequests http;
  private final PollingCycle cycle;
  private @Nullable String sid;
  private boolean opened;
  private boolean gone;
  private EventLoop.@Nullable Timer patience;

  PollingLink(EventLoop loop, PollingRequest request, Listener listener) {
    this.loop = loop;
    this.request = request;
    this.listener = listener;
    this.http = loop.http(request.server());
    this.cycle = new PollingCycle(request.maxPackets(), new Requests());
  }

  void open() {
    cycle.start();
  }

  // ---- the upgrade

  void pause() {
    cycle.pause();
  }

  void resume() {
    cycle.resume();
  }

  /** Another link goes on with the session. @return what is still to be sent */
  List<PollingCycle.Waiting> handOver() {
    gone = true;
    http.close();
    return cycle.handOver();
  }

  // ---- Link

  @Override
  public void send(
      byte[] array, int start, int end, boolean binary, @Nullable WriteListener written) {
    if (gone) {
      if (written != null) {
        written.completed(false);
      }
      return;
    }
    boolean whole = start == 0 && end == array.length;
    EnginePacket packet =
        binary
            ? EnginePacket.binary(whole ? array : Arrays.copyOfRange(array, start, end))
            : EnginePacket.text(array, start, end);
    cycle.send(packet, written);
  }

  @Override
  public void flush() {
    cycle.flush();
  }

  /** There is no such thing here: a packet that means nothing, and the answer to its POST. */
  @Override
  public void controlPing() {
    send(
        NOOP.clone(),
        0,
        1,
        false,
        written -> {
          if (written) {
            listener.controlPong();
          }
        });
    cycle.flush();
  }

  @Override
  public void setReading(boolean reading) {
    cycle.setReading(reading);
  }

  @Override
  public long queuedBytes() {
    return cycle.queuedBytes();
  }

  /** A POST is confirmed as a whole, but a large one takes its time to get there. */
  @Override
  public long unsentBytes() {
    long queued = cycle.queuedBytes();
    return queued == 0 ? 0 : queued + http.unwrittenBytes();
  }

  @Override
  public void close(int code) {
    if (!gone && patience == null) {
      patience = loop.schedule(CLOSE_NANOS, this::abort);
      cycle.close();
    }
  }

  @Override
  public void abort() {
    end(new LinkClosure(LinkClosure.Kind.LOCAL, 0, "Closed by this client: aborted", "", null));
  }

  private void end(LinkClosure why) {
    if (gone) {
      return;
    }
    gone = true;
    if (patience != null) {
      patience.cancel();
    }
    http.close();
    cycle.abandon();
    loop.execute(() -> listener.closed(why));
  }

  // ---- requests

  private void ask(byte[] body, HttpRequests.HttpListener answering) {
    URI uri = request.uri(sid, Long.toString(loop.nanoTime(), Character.MAX_RADIX));
    http.send(
        new HttpRequest(uri, request.changing().get(), body, request.maxBodyBytes()), answering);
  }

  private void polled(HttpAnswer answer) {
    if (!opened) {
      opened = true;
      listener.opened();
    }
    try {
      cycle.getAnswered(answer.body());
    } catch (ProtocolException broken) {
      String what = sid == null ? " did not answer as a Socket.IO server does: " : ": ";
      end(violation(request.target() + what + broken.getMessage() + pageIn(answer), broken));
    }
    listener.readComplete();
  }

  private static String pageIn(HttpAnswer answer) {
    String type = Headers.first(answer.headers(), "Content-Type");
    return type != null && type.startsWith("text/html") ? A_PAGE : "";
  }

  /** We ask for none, so that nothing can be inflated that was small on its way. */
  private LinkClosure compressed(String coding) {
    return violation(
        "%s compressed its answer though nobody asked for it: Content-Encoding expected none, came %s; does a proxy compress?"
            .formatted(request.target(), Excerpts.of(coding)),
        null);
  }

  private static LinkClosure violation(String message, @Nullable Throwable cause) {
    return new LinkClosure(LinkClosure.Kind.FRAME, 0, message, "", cause);
  }

  private LinkClosure refused(String method, HttpAnswer answer) {
    String body = new String(answer.body(), StandardCharsets.UTF_8);
    return new LinkClosure(
        LinkClosure.Kind.HTTP,
        answer.status(),
        "%s answered the polling %s with HTTP %d %s"
            .formatted(request.target(), method, answer.status(), answer.reason())
            .strip(),
        body.length() > MAX_ERROR_CHARS ? body.substring(0, MAX_ERROR_CHARS) : body,
        null);
  }

  /** One request's fate. */
  private abstract class Answering implements HttpRequests.HttpListener {
    private final String method;

    Answering(String method) {
      this.method = method;
    }

    abstract void done(HttpAnswer answer);

    @Override
    public void answered(HttpAnswer answer) {
      if (gone) {
        return;
      }
      listener.answered(answer.headers());
      String coding = Headers.first(answer.headers(), "Content-Encoding");
      if (answer.status() == 200 && coding != null && !coding.equalsIgnoreCase("identity")) {
        end(compressed(coding));
      } else if (answer.status() == 200) {
        done(answer);
      } else {
        end(refused(method, answer));
      }
    }

    @Override
    public void failed(LinkClosure why) {
      end(why);
    }
  }

  /** What the cycle wants. */
  private final class Requests implements PollingCycle.Output {
    @Override
    public void get() {
      ask(
          NO_BODY,
          new Answering("GET") {
            @Override
            void done(HttpAnswer answer) {
              polled(answer);
            }
          });
    }

    @Override
    public void post(byte[] body) {
      ask(
          body,
          new Answering("POST") {
            @Override
            void done(HttpAnswer answer) {
              cycle.postAnswered();
              listener.writabilityChanged();
            }
          });
    }

    @Override
    public void received(EnginePacket packet) {
      if (packet.length() > request.server().maxMessageBytes()) {
        end(
            new LinkClosure(
                LinkClosure.Kind.MESSAGE_TOO_LARGE,
                0,
                "A message of %,d bytes exceeds the limit of %,d bytes"
                    .formatted(packet.length(), request.server().maxMessageBytes()),
                "",
                null));
      } else if (packet.binary()) {
        listener.binary(packet.array());
      } else {
        // A message begins with its type, which stands in front of the packet's data.
        listener.text(Arrays.copyOfRange(packet.array(), packet.start() - 1, packet.end()));
      }
    }

    @Override
    public void opened(Handshake handshake) {
      sid = handshake.sid();
      listener.handshake(handshake);
    }

    @Override
    public void completed(Object token, boolean written) {
      ((WriteListener) token).completed(written);
    }

    @Override
    public void paused() {
      listener.paused();
    }

    @Override
    public void closed() {
      end(new LinkClosure(LinkClosure.Kind.LOCAL, 0, "Closed by this client: in order", "", null));
    }
  }
}
