package io.tenterhook.testing;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;

/**
 * One client's Engine.IO connection, with all that a test may do to it. Engine.IO v4.
 *
 * <p>All methods can be called from any thread; what they ask for is done on the connection's event
 * loop, in the order of the calls. Those that send return at once. Those that break or close the
 * connection return when it is done, so that whatever the test does next finds it done; only a
 * handler, which runs on a loop itself, does not wait for another loop.
 */
public final class ServerConnection {
  private final SocketIoServer server;
  private final EngineSession session;
  private final Loop loop;
  private final String sid;
  private final HandshakeRequest request;
  private final CompletableFuture<DisconnectReason> closed = new CompletableFuture<>();
  private volatile List<ServerSocketPeer> peers = List.of();

  ServerConnection(
      SocketIoServer server,
      EngineSession session,
      Loop loop,
      String sid,
      HandshakeRequest request) {
    this.server = server;
    this.session = session;
    this.loop = loop;
    this.sid = sid;
    this.request = request;
  }

  /**
   * The Engine.IO session id.
   *
   * @return the id
   */
  public String sid() {
    return sid;
  }

  /**
   * The request that opened the connection.
   *
   * @return headers and query
   */
  public HandshakeRequest request() {
    return request;
  }

  /**
   * What its packets travel by.
   *
   * @return {@code "polling"} or {@code "websocket"}, as Engine.IO names them; it changes by an
   *     upgrade
   */
  public String transport() {
    return session.transport();
  }

  /**
   * The namespaces that the client is in.
   *
   * @return one peer for each
   */
  public List<ServerSocketPeer> peers() {
    return peers;
  }

  /**
   * Whether packets can come and go. A connection that was made silent counts as open.
   *
   * @return false once {@link #closed()} is complete
   */
  public boolean isOpen() {
    return !closed.isDone();
  }

  /**
   * Whether what is sent now leaves at once: a client that polls has a GET waiting, one with a
   * WebSocket reads.
   *
   * @return false for a connection that is closed, too
   */
  public boolean isWritable() {
    CompletableFuture<Boolean> answer = new CompletableFuture<>();
    onLoop(() -> answer.complete(session.isWritable()));
    return answer.join();
  }

  /**
   * Completes when the connection has ended.
   *
   * @return the reason, as the reference server names it
   */
  public CompletableFuture<DisconnectReason> closed() {
    return closed.copy();
  }

  /**
   * Sends a text message as it is: any Engine.IO packet, well-formed or not.
   *
   * @param text for instance {@code 42["hello"]} or {@code 4}
   */
  public void sendText(String text) {
    OutgoingPacket packet = OutgoingPacket.of(text);
    onLoop(() -> session.send(packet));
  }

  /**
   * Sends a binary message, announced or not.
   *
   * @param message its content
   */
  public void sendBinary(byte[] message) {
    byte[] copy = message.clone();
    onLoop(() -> session.sendBinary(copy));
  }

  /**
   * Writes bytes into the TCP stream, past all framing: half a frame, for instance.
   *
   * @param bytes anything
   */
  public void sendBytes(byte[] bytes) {
    byte[] copy = bytes.clone();
    onLoop(() -> session.sendBytes(copy));
  }

  /** Sends the Engine.IO packet CLOSE, and waits for the client to close the connection. */
  public void sendClose() {
    sendText("1");
  }

  /** Closes the connection as the reference server does: by a close frame without a code. */
  public void close() {
    onLoopNow(() -> session.closeInOrder(DisconnectReason.FORCED_SERVER_CLOSE));
  }

  /**
   * Closes the connection by a close frame.
   *
   * @param code for instance 1001, or 1005 for none
   * @param reason any text of up to 123 bytes
   */
  public void closeWebSocket(int code, String reason) {
    onLoopNow(() -> session.closeWebSocket(code, reason));
  }

  /** Ends TCP without a close frame: the client sees the end of the stream. */
  public void finish() {
    onLoopNow(session::finish);
  }

  /** Cuts the connection: the client sees a TCP reset, after what was sent before. */
  public void cut() {
    onLoopNow(session::cut);
  }

  /**
   * Turns the connection into a black hole: TCP stays open, nothing is read or written any more,
   * not even a ping. It lasts until the test cuts the connection or closes the server.
   */
  public void blackHole() {
    onLoopNow(session::blackHole);
  }

  /** Sends no further ping, and misses no pong. */
  public void stopPinging() {
    onLoopNow(session::stopPinging);
  }

  @Override
  public String toString() {
    return "ServerConnection[" + sid + (isOpen() ? "" : ", closed") + "]";
  }

  /** To be used on the loop alone. */
  EngineSession session() {
    return session;
  }

  void peersAre(List<ServerSocketPeer> joined) {
    peers = List.copyOf(joined);
  }

  void closedFor(DisconnectReason reason) {
    closed.complete(reason);
  }

  void onLoop(Runnable task) {
    if (loop.inEventLoop()) {
      task.run();
      return;
    }
    try {
      loop.execute(session.noted(task));
    } catch (RejectedExecutionException e) {
      throw new IllegalStateException("the server is closed", e);
    }
  }

  private void onLoopNow(Runnable task) {
    if (server.isOnLoop()) {
      onLoop(task);
      return;
    }
    CompletableFuture<Void> done = new CompletableFuture<>();
    onLoop(
        () -> {
          try {
            task.run();
          } finally {
            done.complete(null);
          }
        });
    done.join();
  }
}
