package io.tenterhook.client;

import io.tenterhook.client.spi.JsonSource;
import io.tenterhook.client.spi.LinkClosure;
import io.tenterhook.client.spi.ProxyTunnel;
import io.tenterhook.protocol.ProtocolException;
import io.tenterhook.protocol.json.JsonCursor;
import io.tenterhook.protocol.json.JsonScanner;
import io.tenterhook.protocol.session.SessionEnd;
import io.tenterhook.protocol.socketio.JsonRange;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The client's border: what the session and the transport call an end becomes what users know. The
 * one place where {@link SessionEnd}, {@link LinkClosure} and {@link ProtocolException} are
 * translated. On the loop: an ending names the endpoint that was taken.
 */
final class Endings {
  private static final byte[] MESSAGE = "message".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] DATA = "data".getBytes(StandardCharsets.US_ASCII);

  /** No attempt was made, because the user's code did not say where to go, or with what. */
  record EndpointMissing(String whose, Throwable cause) {}

  /** The server did not answer when it was asked whether it is there. */
  record PongMissing(long nanos) {}

  /** The server has taken nothing of what waits. */
  record WriteStalled(long nanos, long bytes) {}

  private final Itinerary itinerary;

  Endings(Itinerary itinerary) {
    this.itinerary = itinerary;
  }

  Ending of(SessionEnd end) {
    if (end instanceof SessionEnd.TransportLost lost) {
      return lost(lost.detail());
    }
    if (end instanceof SessionEnd.TimedOut timeout) {
      return timedOut(timeout);
    }
    if (end instanceof SessionEnd.ProtocolViolated violated) {
      ProtocolException violation = violated.violation();
      return new Ending(
          DisconnectReason.PROTOCOL_VIOLATION,
          new ProtocolViolationException(
              violation.rule().name(),
              violation.rule().source(),
              itinerary.taken()
                  + " broke a rule: "
                  + violation.getMessage()
                  + NextSteps.after(violation),
              violation));
    }
    if (end instanceof SessionEnd.Refused refused) {
      return new Ending(
          DisconnectReason.REFUSED, refused(refused.namespace().name(), refused.payload()));
    }
    if (end instanceof SessionEnd.AuthFailed failed) {
      return new Ending(DisconnectReason.AUTH_FAILED, authFailed((Throwable) failed.detail()));
    }
    if (end instanceof SessionEnd.ServerDisconnected) {
      return disconnected(
          DisconnectReason.SERVER_DISCONNECT, "the server disconnected this namespace");
    }
    if (end instanceof SessionEnd.EngineClosed) {
      return disconnected(DisconnectReason.ENGINE_CLOSE, "the server closed the Engine.IO session");
    }
    return new Ending(DisconnectReason.CLIENT_DISCONNECT, null);
  }

  private Ending disconnected(DisconnectReason reason, String what) {
    return new Ending(
        reason, DisconnectedException.ending(reason, itinerary.taken() + ": " + what));
  }

  private Ending lost(Object detail) {
    if (detail instanceof EndpointMissing missing) {
      return new Ending(DisconnectReason.ENDPOINT_FAILED, endpointFailed(missing));
    }
    if (detail instanceof PongMissing missing) {
      Duration after = Duration.ofNanos(missing.nanos());
      return new Ending(
          DisconnectReason.PING_TIMEOUT,
          new SocketIoTimeoutException(
              SocketIoTimeoutException.Awaited.PONG,
              after,
              itinerary.taken() + ": no pong came within " + text(after) + "; the link is dead"));
    }
    if (detail instanceof WriteStalled stalled) {
      Duration after = Duration.ofNanos(stalled.nanos());
      return new Ending(
          DisconnectReason.WRITE_TIMEOUT,
          new SocketIoTimeoutException(
              SocketIoTimeoutException.Awaited.WRITE,
              after,
              "%s: the server took nothing for %s (writeTimeout), while about %,d bytes waited; does it still read?"
                  .formatted(itinerary.taken(), text(after), stalled.bytes())));
    }
    if (detail instanceof OverflowException overflow) {
      return new Ending(DisconnectReason.OVERFLOW, overflow);
    }
    return lost((LinkClosure) detail);
  }

  private Ending lost(LinkClosure closure) {
    TransportException.Step step =
        switch (closure.kind()) {
          case DNS -> TransportException.Step.DNS;
          case CONNECT -> TransportException.Step.TCP;
          case PROXY -> TransportException.Step.PROXY;
          case TLS -> TransportException.Step.TLS;
          case HTTP -> TransportException.Step.HTTP;
          case HANDSHAKE -> TransportException.Step.WEBSOCKET_HANDSHAKE;
          case CLOSE_FRAME -> TransportException.Step.CLOSE_FRAME;
          case END_OF_STREAM -> TransportException.Step.END_OF_STREAM;
          case FRAME, MESSAGE_TOO_LARGE -> TransportException.Step.FRAME;
          case IO, LOCAL -> TransportException.Step.IO;
        };
    DisconnectReason reason =
        switch (closure.kind()) {
          case DNS, CONNECT, PROXY, TLS, HTTP, HANDSHAKE -> DisconnectReason.UNREACHABLE;
          case CLOSE_FRAME, END_OF_STREAM -> DisconnectReason.TRANSPORT_CLOSE;
          case FRAME, MESSAGE_TOO_LARGE -> DisconnectReason.PROTOCOL_VIOLATION;
          case IO, LOCAL -> DisconnectReason.TRANSPORT_ERROR;
        };
    // Most transports name whom they talked to.
    Endpoint taken = itinerary.taken();
    String whom = closure.message().contains(taken.hostAndPort()) ? "" : taken + ": ";
    String message = whom + closure.message() + NextSteps.after(closure);
    SocketIoException error =
        closure.kind() == LinkClosure.Kind.MESSAGE_TOO_LARGE
            ? new PayloadTooLargeException(message)
            : new TransportException(
                step, closure.code(), message, closure.body(), closure.cause());
    return new Ending(reason, error);
  }

  private Ending timedOut(SessionEnd.TimedOut timeout) {
    Duration after = Duration.ofNanos(timeout.nanos());
    if (timeout.phase() == SessionEnd.Phase.TRANSPORT && itinerary.isAsking()) {
      return new Ending(
          DisconnectReason.CONNECT_TIMEOUT,
          new SocketIoTimeoutException(
              SocketIoTimeoutException.Awaited.ENDPOINT,
              after,
              "the endpoint supplier did not answer within " + text(after)));
    }
    SocketIoTimeoutException.Awaited awaited =
        switch (timeout.phase()) {
          case TRANSPORT -> SocketIoTimeoutException.Awaited.TRANSPORT;
          case HANDSHAKE -> SocketIoTimeoutException.Awaited.HANDSHAKE;
          case AUTH -> SocketIoTimeoutException.Awaited.AUTH;
          case CONNECT -> SocketIoTimeoutException.Awaited.CONNECT;
          case HEARTBEAT -> SocketIoTimeoutException.Awaited.HEARTBEAT;
        };
    String what =
        switch (timeout.phase()) {
          case TRANSPORT ->
              byProxy()
                  + "no WebSocket within %s; is the host reachable, does the server allow WebSocket?";
          case HANDSHAKE ->
              "the WebSocket opened but no Engine.IO OPEN packet came within %s; is this a"
                  + " Socket.IO server, and the path right?";
          case AUTH -> "the auth supplier did not answer within %s";
          case CONNECT ->
              "the server did not answer CONNECT within %s; does a middleware hang, or is it Socket.IO 2?";
          case HEARTBEAT -> "no ping came for %s (pingInterval + pingTimeout); the link is dead";
        };
    return new Ending(
        awaited == SocketIoTimeoutException.Awaited.HEARTBEAT
            ? DisconnectReason.PING_TIMEOUT
            : DisconnectReason.CONNECT_TIMEOUT,
        new SocketIoTimeoutException(
            awaited, after, itinerary.taken() + ": " + what.formatted(text(after))));
  }

  private String byProxy() {
    ProxyTunnel proxy = itinerary.taken().tunnel();
    return proxy == null ? "" : "by the proxy " + proxy.hostAndPort() + " ";
  }

  static String text(Duration duration) {
    return duration.toMillis() + " ms";
  }

  private static AuthFailedException authFailed(Throwable cause) {
    return new AuthFailedException(
        "the auth supplier failed (" + cause.getClass().getSimpleName() + "): no CONNECT was sent",
        cause);
  }

  private static EndpointFailedException endpointFailed(EndpointMissing missing) {
    return new EndpointFailedException(
        missing.whose()
            + " failed ("
            + missing.cause().getClass().getSimpleName()
            + "): nothing was sent",
        missing.cause());
  }

  /** {@code {"message":…,"data":…}}, or a bare string as version 4 had it. */
  private static ConnectRefusedException refused(String namespace, @Nullable JsonRange payload) {
    if (payload == null) {
      return new ConnectRefusedException(namespace, "", null);
    }
    byte[] json = payload.array();
    if (json[payload.start()] == '"') {
      return new ConnectRefusedException(
          namespace, JsonScanner.readString(json, payload.start(), payload.end()), null);
    }
    String message = "";
    RawJson data = null;
    JsonCursor member = JsonCursor.object(json, payload.start(), payload.end());
    while (member.next()) {
      if (member.keyEquals(MESSAGE) && json[member.start()] == '"') {
        message = JsonScanner.readString(json, member.start(), member.end());
      } else if (member.keyEquals(DATA)) {
        data = new RawJson(new JsonSource(json, member.start(), member.end(), List.of()), "data");
      }
    }
    return new ConnectRefusedException(namespace, message, data);
  }
}
