package io.tenterhook.testing;

import java.io.UncheckedIOException;
import java.time.Duration;

/** Prepares a {@link SocketIoServer}. What is not set is as on the reference server. */
public final class SocketIoServerBuilder {
  private static final Duration LONGEST = Duration.ofHours(24);

  private int port;
  private String path = "/socket.io/";
  private Duration pingInterval = Duration.ofSeconds(25);
  private Duration pingTimeout = Duration.ofSeconds(20);
  private int maxPayloadBytes = 1_000_000;
  private Duration connectTimeout = Duration.ofSeconds(45);
  private long maxQueuedBytes = 64L << 20;
  private int threads = 1;
  private boolean journal = true;

  SocketIoServerBuilder() {}

  /**
   * Where to listen. Without it, on any free port.
   *
   * @param port 1 to 65535; may be one that another server has just left
   * @return this builder
   */
  public SocketIoServerBuilder port(int port) {
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("port " + port + " is not from 1 to 65535");
    }
    this.port = port;
    return this;
  }

  /**
   * The HTTP path, {@code /socket.io/} by default.
   *
   * @param path starts with a slash; one at the end is added if it is missing
   * @return this builder
   */
  public SocketIoServerBuilder path(String path) {
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException("path \"" + path + "\" does not start with a slash");
    }
    this.path = path.endsWith("/") ? path : path + "/";
    return this;
  }

  /**
   * How long after the open packet or a pong the next ping is sent, 25 s by default.
   *
   * @param interval 1 ms to 24 h
   * @return this builder
   */
  public SocketIoServerBuilder pingInterval(Duration interval) {
    pingInterval = checked("pingInterval", interval);
    return this;
  }

  /**
   * How long the server waits for a pong, 20 s by default.
   *
   * @param timeout 1 ms to 24 h
   * @return this builder
   */
  public SocketIoServerBuilder pingTimeout(Duration timeout) {
    pingTimeout = checked("pingTimeout", timeout);
    return this;
  }

  /**
   * The largest message that is accepted, 1,000,000 bytes by default.
   *
   * @param bytes 1 or more
   * @return this builder
   */
  public SocketIoServerBuilder maxPayload(int bytes) {
    if (bytes < 1) {
      throw new IllegalArgumentException("maxPayload must be 1 byte or more, not " + bytes);
    }
    maxPayloadBytes = bytes;
    return this;
  }

  /**
   * How long a client may stay without joining a namespace, 45 s by default.
   *
   * @param timeout 1 ms to 24 h
   * @return this builder
   */
  public SocketIoServerBuilder connectTimeout(Duration timeout) {
    connectTimeout = checked("connectTimeout", timeout);
    return this;
  }

  /**
   * How much may wait for one client to read it, 64 MiB by default. The client that lets more wait
   * is cut off.
   *
   * @param bytes 1 or more
   * @return this builder
   */
  public SocketIoServerBuilder maxQueued(long bytes) {
    if (bytes < 1) {
      throw new IllegalArgumentException("maxQueued must be 1 byte or more, not " + bytes);
    }
    maxQueuedBytes = bytes;
    return this;
  }

  /**
   * How many event loops share the connections, 1 by default.
   *
   * @param threads 1 to 64
   * @return this builder
   */
  public SocketIoServerBuilder threads(int threads) {
    if (threads < 1 || threads > 64) {
      throw new IllegalArgumentException("threads " + threads + " is not from 1 to 64");
    }
    this.threads = threads;
    return this;
  }

  /**
   * Keeps no journal, and no events for {@link SocketIoServer#take}: for measurements.
   *
   * @return this builder
   */
  public SocketIoServerBuilder withoutJournal() {
    journal = false;
    return this;
  }

  /**
   * Starts the server.
   *
   * @return the server, ready for clients
   * @throws UncheckedIOException if the port is taken
   */
  public SocketIoServer start() {
    SocketIoServer server =
        new SocketIoServer(
            new ServerOptions(
                port,
                path,
                pingInterval,
                pingTimeout,
                maxPayloadBytes,
                connectTimeout,
                maxQueuedBytes,
                threads,
                journal));
    try {
      server.startAgain();
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
    return server;
  }

  private static Duration checked(String name, Duration value) {
    if (value.toMillis() < 1 || value.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(name + " " + value + " is not from 1 ms to 24 h");
    }
    return value;
  }
}
