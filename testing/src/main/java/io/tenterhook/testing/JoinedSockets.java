package io.tenterhook.testing;

import io.tenterhook.protocol.socketio.JsonRange;
import io.tenterhook.protocol.socketio.Namespace;
import io.tenterhook.protocol.socketio.Packet;
import io.tenterhook.protocol.socketio.Parser;
import io.tenterhook.testing.ServerError.Kind;
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
  private final Parser.Decoder decoder;
  private Timers.@Nullable Timer joinDeadline;

  JoinedSockets(SocketIoServer server, EngineSession session, ArmedFaults faults) {
    this.server = server;
    this.session = session;
    this.faults = faults;
    this.decoder = server.options().parser().decoder(server.options().decoderLimits());
  }

  @Override
  public void opened() {
    joinDeadline = session.later(server.options().connectTimeout(), this::joinedNothing);
  }

  private void joinedNothing() {
    if (joined.isEmpty() && session.isOpen() && !session.isSilent()) {
      session.report(
          Kind.STATE, "joined no namespace in " + server.options().connectTimeout(), null);
      session.closeInOrder(DisconnectReason.FORCED_SERVER_CLOSE);
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
    if (packet instanceof Packet.Connect
        && asked.size() + joined.size() >= SocketIoServer.MAX_NAMESPACES) {
      refuse("CONNECT for more than " + SocketIoServer.MAX_NAMESPACES + " namespaces");
    } else if (packet instanceof Packet.Connect connect && peer == null && asked.add(namespace)) {
      ask(connect);
    } else if (packet instanceof Packet.Event event && peer != null) {
      peer.received(event);
    } else if (packet instanceof Packet.Ack ack && peer != null) {
      session.act(ArmedFaults.takeAll(faults.onAck));
      peer.received(ack);
    } else if (packet instanceof Packet.Disconnect && peer != null) {
      leave(peer, DisconnectReason.CLIENT_NAMESPACE_DISCONNECT);
    } else {
      String state = peer != null ? "joined" : "not joined";
      refuse(packet.getClass().getSimpleName() + " for " + namespace + ", which is " + state);
    }
  }

  private void refuse(String what) {
    session.report(Kind.STATE, what, null);
    session.closeInOrder(DisconnectReason.FORCED_SERVER_CLOSE);
  }

  private void ask(Packet.Connect connect) {
    if (!faults.answersConnect) {
      return;
    }
    Namespace name = connect.namespace();
    ServerNamespace namespace = server.existing(name);
    JsonRange auth = connect.payload();
    RecoveryLog.Recovered recovered = namespace == null ? null : recover(namespace, auth);
    int number = namespace == null ? 0 : namespace.nextConnect();
    Verdict verdict;
    if (faults.verdict != null) {
      verdict = faults.verdict;
    } else if (namespace == null) {
      verdict = Verdict.reject("Invalid namespace");
    } else if (recovered != null) {
      verdict = Verdict.accept();
    } else {
      verdict =
          namespace.decide(
              new ConnectRequest(
                  session.connection(), name.name(), auth == null ? null : auth.toString()),
              number);
    }
    Runnable answer =
        () ->
            answer(
                name,
                namespace,
                verdict,
                namespace == null ? null : identity(namespace, auth, recovered, number),
                recovered);
    Duration delay = verdict.delay().plus(faults.connectDelay);
    if (delay.isZero()) {
      answer.run();
    } else {
      session.later(delay, answer);
    }
  }

  private static RecoveryLog.@Nullable Recovered recover(
      ServerNamespace namespace, @Nullable JsonRange auth) {
    String pid = auth == null ? null : Json.stringMember(auth, "pid");
    String offset = auth == null ? null : Json.stringMember(auth, "offset");
    return pid == null || offset == null ? null : namespace.recover(pid, offset);
  }

  private void answer(
      Namespace name,
      @Nullable ServerNamespace namespace,
      Verdict verdict,
      ServerSocketPeer.@Nullable Identity identity,
      RecoveryLog.@Nullable Recovered recovered) {
    if (!session.isOpen()) {
      return;
    }
    if (namespace != null && identity != null && verdict.accepted()) {
      asked.remove(name);
      join(namespace, identity, recovered);
    } else if (verdict.refusal() != null) {
      asked.remove(name);
      session.send(OutgoingPacket.connectError(server.options().parser(), name, verdict.refusal()));
    }
  }

  private ServerSocketPeer.Identity identity(
      ServerNamespace namespace,
      @Nullable JsonRange auth,
      RecoveryLog.@Nullable Recovered recovered,
      int number) {
    String payload = auth == null ? "{}" : auth.toString();
    return recovered == null
        ? new ServerSocketPeer.Identity(server.newId(), payload, namespace.newPid(), false, number)
        : new ServerSocketPeer.Identity(recovered.sid(), payload, recovered.pid(), true, number);
  }

  /** What was missed comes before the answer to CONNECT, as from the reference server. */
  private void join(
      ServerNamespace namespace,
      ServerSocketPeer.Identity identity,
      RecoveryLog.@Nullable Recovered recovered) {
    ServerSocketPeer peer = new ServerSocketPeer(session.connection(), this, namespace, identity);
    joined.put(namespace.wireName(), peer);
    stopDeadline();
    session.connection().peersAre(peers());
    namespace.rooms().enter(peer, List.of(peer.sid()));
    if (recovered != null) {
      namespace.rooms().join(peer, recovered.rooms());
      recovered.missed().forEach(session::send);
    }
    String pid = identity.pid() == null ? "" : ",\"pid\":" + Json.string(identity.pid());
    session.send(
        OutgoingPacket.connect(
            server.options().parser(),
            namespace.wireName(),
            "{\"sid\":" + Json.string(peer.sid()) + pid + "}"));
    session.actWhenLeft(faults.dueOnConnect(namespace.wireName()));
    namespace.joined(peer);
  }

  /** Makes a peer leave, unless it has left. */
  void leave(ServerSocketPeer peer, DisconnectReason reason) {
    if (joined.remove(peer.wireNamespace(), peer)) {
      session.connection().peersAre(peers());
      server
          .journal()
          .note(
              session.sid(),
              JournalEntry.Kind.LEFT,
              peer.namespace().name() + ": " + reason.text());
      peer.left(reason);
    }
  }

  /** The namespace that the ack of an event is sent for. */
  Namespace ackNamespace(Namespace ofEvent) {
    return faults.ackNamespace == null ? ofEvent : faults.ackNamespace;
  }

  List<ServerSocketPeer> peers() {
    return new ArrayList<>(joined.values());
  }
}
