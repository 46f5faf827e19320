package io.tenterhook.testing;

import java.time.Duration;
import java.time.Instant;

/**
 * The clock of servers in memory and of the clients that talk to them. It stands still until the
 * test moves it: heartbeats, timeouts and pauses between attempts take no time, and happen in the
 * same order every time.
 *
 * <pre>{@code
 * try (SocketIoServer server = SocketIoServer.inMemory()) {
 *   VirtualTime time = server.time();
 *   // connect a client, then
 *   time.advance(ofSeconds(25));   // the first heartbeat
 *   time.advance(ofHours(1));      // 140 more
 * }
 * }</pre>
 *
 * <p>Whatever needs no time happens at once, on other threads, as it always does: {@code
 * connect().join()} returns. {@link #settle} waits until all of it is done.
 *
 * <p>What waits on a thread of the test's own, {@code take(…, timeout)} or {@link
 * java.util.concurrent.CompletableFuture#orTimeout}, does so in real time.
 */
public final class VirtualTime implements AutoCloseable {
  private final World world;
  private final VirtualLoop loop;

  /** Waits so long for what does not come to an end. */
  VirtualTime(Duration patience) {
    world = new World(patience);
    loop = new VirtualLoop(world);
  }

  /**
   * Makes a clock, for servers that shall share it. A server that is given none has its own: see
   * {@link SocketIoServer#time}.
   *
   * @return a clock that stands at midnight of the first of January 2000, UTC
   */
  public static VirtualTime create() {
    return new VirtualTime(World.PATIENCE);
  }

  /**
   * What the clock says.
   *
   * @return the moment to which it was moved
   */
  public Instant now() {
    return world.now();
  }

  /**
   * Moves the clock from one timer that is due to the next. After each it waits until all that it
   * caused is done, on the server, on clients and in their handlers. A handler that has waited for
   * a while, for an ack for instance, is not waited for.
   *
   * @param duration how far; zero or more
   * @throws IllegalStateException if something is still at work after 10 s of real time, with the
   *     stacks of its threads; or if a handler asks for it
   */
  public void advance(Duration duration) {
    world.advance(duration);
  }

  /**
   * Waits until all is done that needs no time. The clock stays where it is.
   *
   * @throws IllegalStateException as {@link #advance} does
   */
  public void settle() {
    world.advance(Duration.ZERO);
  }

  /**
   * The thread behind the clock: for those who bring a client of their own.
   *
   * @return the one loop of this world
   */
  public VirtualLoop loop() {
    return loop;
  }

  /** Ends the threads. To be called after servers and clients are closed. */
  @Override
  public void close() {
    world.close();
  }

  @Override
  public String toString() {
    return "VirtualTime[" + now() + "]";
  }

  World world() {
    return world;
  }
}
