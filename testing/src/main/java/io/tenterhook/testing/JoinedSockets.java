package io.tenterhook.testing;

import io.tenterhook.protocol.socketio.Namespace;
import io.tenterhook.protocol.socketio.Packet;
import io.tenterhook.protocol.socketio.PacketDecoder;
import io.tenterhook.protocol.socketio.PacketEncoder;
import io.tenterhook.testing.ServerError.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The namespaces that one connection has joined, and which packets are legal for that. Socket.IO
 * v5, "Exchange protocol"; where the specification is silent, {@code Client.ondecoded} of the
 * reference server.
 *
 * <pre>
 *   not joined --CONNECT--> asked --accepted--> joined --DISCONNECT--> not joined
 *                             |---refused---> not joined
 *   every other packet in every other state: the connection is closed
 * </pre>
 *
 * <p>Used by the loop of its connection alone.
 */
final class JoinedSockets implements Application {
  private final SocketIoServer server;
  private final EngineSession session;
  private final ArmedFaults faults;
  private final Map<Namespace, ServerSocketPeer> joined = new HashMap<>();
  private final Set<Namespace> asked = new HashSet<>();
  private final PacketDecoder decoder;
  private Timers.@Nullable Timer joinDeadline;

  JoinedSockets(SocketIoServer server, EngineSession session, ArmedFaults faults) {
    this.server = server;
    this.session = session;
    this.faults = faults;
    this.decoder = new PacketDecoder(server.options().decoderLimits());
  }

  @Override
  public void opened() {
    joinDeadline = session.later(server.options().connectTimeout(), this::joinedNothing);
  }

  private void joinedNothing() {
    if (joined.isEmpty() && session.isOpen() && !session.isSilent()) {
      session.report(
          Kind.STATE, "joined no namespace in " + server.options().connectTimeout(), null);
      session.close(DisconnectReason.FORCED_SERVER_CLOSE);
    }
  }

  @Override
  public void text(byte[] array, int start, int end) {
    decoded(decoder.text(array, start, end));
  }

  @Override
  public void binary(byte[] message) {
    decoded(decoder.binary(message));
  }

  private void decoded(@Nullable Packet packet) {
    if (packet != null) {
      packet(packet);
    }
  }

  @Override
  public void ended(DisconnectReason reason) {
    stopDeadline();
    peers().forEach(peer -> leave(peer, reason));
  }

  private void stopDeadline() {
    if (joinDeadline != null) {
      joinDeadline.cancel();
    }
  }

  private void packet(Packet packet) {
    Namespace namespace = packet.namespace();
    ServerSocketPeer peer = joined.get(namespace);
    if (packet instanceof Packet.Connect connect && peer == null && asked.add(namespace)) {
      ask(connect);
    } else if (packet instanceof Packet.Event event && peer != null) {
      peer.received(event);
    } else if (packet instanceof Packet.Ack ack && peer != null) {
      peer.received(ack);
    } else if (packet instanceof Packet.Disconnect && peer != null) {
      leave(peer, DisconnectReason.CLIENT_NAMESPACE_DISCONNECT);
    } else {
      String state = peer != null ? "joined" : "not joined";
      session.report(
          Kind.STATE,
          packet.getClass().getSimpleName() + " for " + namespace + ", which is " + state,
          null);
      session.close(DisconnectReason.FORCED_SERVER_CLOSE);
    }
  }

  private void ask(Packet.Connect connect) {
    if (!faults.answersConnect) {
      return;
    }
    ServerNamespace namespace = server.existing(connect.namespace());
    String auth = connect.payload() == null ? null : connect.payload().toString();
    Verdict verdict =
        namespace == null
            ? Verdict.reject("Invalid namespace")
            : namespace.decide(
                new ConnectRequest(session.connection(), connect.namespace().name(), auth));
    Duration delay = verdict.delay().plus(faults.connectDelay);
    if (delay.isZero()) {
      answer(connect.namespace(), namespace, verdict, auth);
    } else {
      session.later(delay, () -> answer(connect.namespace(), namespace, verdict, auth));
    }
  }

  private void answer(
      Namespace name, @Nullable ServerNamespace namespace, Verdict verdict, @Nullable String auth) {
    if (!session.isOpen()) {
      return;
    }
    if (namespace != null && verdict.accepted()) {
      asked.remove(name);
      ServerSocketPeer peer =
          new ServerSocketPeer(
              session.connection(), this, namespace, server.newId(), auth == null ? "{}" : auth);
      joined.put(name, peer);
      stopDeadline();
      session.connection().peersAre(peers());
      byte[] payload =
          ("{\"sid\":" + Json.string(peer.sid()) + "}").getBytes(StandardCharsets.UTF_8);
      session.send(OutgoingPacket.of(PacketEncoder.connect(name, payload)));
      namespace.joined(peer);
    } else if (verdict.refusal() != null) {
      asked.remove(name);
      byte[] payload = verdict.refusal().getBytes(StandardCharsets.UTF_8);
      session.send(OutgoingPacket.of(PacketEncoder.connectError(name, payload)));
    }
  }

  /** Makes a peer leave, unless it has left. */
  void leave(ServerSocketPeer peer, DisconnectReason reason) {
    if (joined.remove(peer.wireNamespace(), peer)) {
      session.connection().peersAre(peers());
      peer.left(reason);
    }
  }

  List<ServerSocketPeer> peers() {
    return new ArrayList<>(joined.values());
  }
}
