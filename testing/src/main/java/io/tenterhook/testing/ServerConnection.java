package io.tenterhook.testing;

import java.time.Duration;
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
    onLoop(() -> session.sabotage().sendBytes(copy));
  }

  /** Sends an event whose name is no UTF-8. */
  public void sendInvalidUtf8() {
    OutgoingPacket packet =
        OutgoingPacket.of(new byte[] {'4', '2', '[', '"', (byte) 0xC0, (byte) 0xAF, '"', ']'});
    onLoop(() -> session.send(packet));
  }

  /** Sends an event whose JSON is cut. */
  public void sendInvalidJson() {
    sendText("42[\"invalid\",{\"json\":");
  }

  /**
   * Sends an event {@code "oversize"} of a given size, for instance above what a client accepts.
   *
   * @param bytes the size of the message, 100 bytes to 64 MiB
   */
  public void sendOversize(int bytes) {
    sendText(oversize(bytes));
  }

  static String oversize(int bytes) {
    if (bytes < 100 || bytes > 64 << 20) {
      throw new IllegalArgumentException(bytes + " bytes is not from 100 bytes to 64 MiB");
    }
    String empty = "42[\"oversize\",\"\"]";
    return "42[\"oversize\",\"" + "x".repeat(bytes - empty.length()) + "\"]";
  }

  /**
   * Makes the client leave its namespaces by a DISCONNECT packet for each.
   *
   * @param close whether the connection is closed, too
   */
  public void disconnect(boolean close) {
    onLoopNow(
        () -> {
          peers.forEach(peer -> peer.disconnect(false));
          if (close) {
            session.closeInOrder(DisconnectReason.FORCED_SERVER_CLOSE);
          }
        });
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
    onLoopNow(() -> session.sabotage().closeWebSocket(code, reason));
  }

  /**
   * Ends TCP without a close frame: the client sees the end of the stream. By polling the requests
   * that wait are ended, or if there are none the next one.
   */
  public void finish() {
    onLoopNow(session.sabotage()::finish);
  }

  /**
   * Cuts the connection: the client sees a TCP reset, after what was sent before. By polling the
   * requests that wait are reset, or if there are none the next one.
   */
  public void cut() {
    onLoopNow(session.sabotage()::cut);
  }

  /**
   * Ends the server's side of TCP and goes on reading: the client sees the end of the stream, and
   * can still send. By polling that is done to the GET that waits, and to each request after it.
   */
  public void halfClose() {
    onLoopNow(session.sabotage()::halfClose);
  }

  /**
   * Stops reading and writing for a time; then all goes on, and nothing is lost.
   *
   * @param time how long
   */
  public void stall(Duration time) {
    onLoopNow(() -> session.sabotage().stall(time));
  }

  /**
   * Turns the connection into a black hole: TCP stays open, nothing is read or written any more,
   * not even a ping. It lasts until the test cuts the connection or closes the server.
   */
  public void blackHole() {
    onLoopNow(session.sabotage()::blackHole);
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
