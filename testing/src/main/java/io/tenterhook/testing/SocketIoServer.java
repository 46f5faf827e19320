package io.tenterhook.testing;

import io.tenterhook.protocol.socketio.Namespace;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A Socket.IO server inside the test: the behaviour of the reference server over WebSocket and
 * long-polling, and faults on demand. Engine.IO 4, Socket.IO 5, on a port of the loopback
 * interface.
 *
 * <pre>{@code
 * try (SocketIoServer server = SocketIoServer.start()) {
 *   server.namespace("/realtime").on("post", event -> event.ack("{\"ok\":true}"));
 *   // now connect the code under test to server.uri()
 *   ServerSocketPeer peer = server.namespace("/realtime").takePeer(ofSeconds(5));
 *   peer.emit("price", "{\"usd\":1.5}");
 *   ReceivedEvent post = server.take("post", ofSeconds(5));
 *   peer.connection().cut();
 *   server.verifyNoErrors();
 * }
 * }</pre>
 *
 * <p>As on the reference server, the namespace {@code /} is always there and others are once they
 * have been asked for by {@link #namespace}. All methods can be called from any thread. Each server
 * has threads of its own, daemons all, which are gone when {@link #close} returns.
 */
public final class SocketIoServer implements AutoCloseable {
  private static final int MAX_EVENTS = 10_000;
  private static final long MAX_EVENT_BYTES = 16L << 20;
  private static final int MAX_ERRORS = 1_000;
  static final int MAX_NAMESPACES = 10_000;
  private static final int ID_BYTES = 15;

  private final ServerOptions options;
  private final Timers timers;
  private final Entrance entrance;
  private final Journal journal;
  private final Map<Namespace, ServerNamespace> namespaces = new ConcurrentHashMap<>();
  private final Scenarios scenarios = new Scenarios();
  private final List<Dynamic> dynamics = new CopyOnWriteArrayList<>();
  private final Map<String, ServerConnection> connections = new ConcurrentHashMap<>();

  /** Of the open connections, and of those whose client has not yet heard of the end. */
  private final Map<String, EngineSession> sessions = new ConcurrentHashMap<>();

  private final Bounded<ServerConnection> opened =
      new Bounded<>(MAX_EVENTS, Long.MAX_VALUE, connection -> 0);
  private final Bounded<ReceivedEvent> untaken =
      new Bounded<>(MAX_EVENTS, MAX_EVENT_BYTES, ReceivedEvent::size);
  private final Bounded<ReceivedEvent> events =
      new Bounded<>(MAX_EVENTS, MAX_EVENT_BYTES, ReceivedEvent::size);
  private final Bounded<ServerError> errors = new Bounded<>(MAX_ERRORS, Long.MAX_VALUE, error -> 0);

  /** Guarded by itself. */
  private final Queue<List<Fault>> faultsToCome = new ArrayDeque<>();

  private volatile List<Fault> faultsOfAll = List.of();
  private volatile int port;

  /** Guarded by this. */
  private State state = State.STOPPED;

  private record Dynamic(Predicate<String> names, Consumer<ServerNamespace> setUp) {}

  private enum State {
    LISTENING,
    STOPPED,
    CLOSED
  }

  SocketIoServer(
      ServerOptions options, Timers timers, Function<SocketIoServer, Entrance> entrance) {
    this.options = options;
    this.timers = timers;
    this.journal = new Journal(options, timers::now);
    this.entrance = entrance.apply(this);
    this.port = options.port();
    namespace("/");
  }

  /**
   * Starts a server with the defaults of the reference server on a free port.
   *
   * @return the server, ready for clients
   */
  public static SocketIoServer start() {
    return builder().start();
  }

  /**
   * Starts a server without a port, with the defaults of the reference server. Clients of
   * Tenterhook reach it by {@code tenterhook-testing-client}; its clock stands still until the test
   * moves it.
   *
   * @return the server, ready for clients
   */
  public static SocketIoServer inMemory() {
    return builder().inMemory().start();
  }

  /**
   * Prepares a server.
   *
   * @return a builder with the defaults of the reference server
   */
  public static SocketIoServerBuilder builder() {
    return new SocketIoServerBuilder();
  }

  /**
   * Where clients connect to.
   *
   * @return {@code http://127.0.0.1:port}, or {@code https} with {@link SocketIoServerBuilder#tls};
   *     for a server in memory a name that no network knows
   */
  public URI uri() {
    if (entrance instanceof MemoryEntrance memory) {
      return URI.create("http://" + memory.host());
    }
    return URI.create((options.tls() == null ? "http" : "https") + "://127.0.0.1:" + port);
  }

  /**
   * The port.
   *
   * @return the port, which stays the same over {@link #stop} and {@link #startAgain}
   * @throws IllegalStateException if the server is in memory
   */
  public int port() {
    if (entrance instanceof MemoryEntrance) {
      throw new IllegalStateException("a server in memory has no port");
    }
    return port;
  }

  /**
   * The clock of a server in memory.
   *
   * @return the clock, which ends with this server unless it was given to it
   * @throws IllegalStateException if the server has a port: it goes by real time
   */
  public VirtualTime time() {
    return memory().time();
  }

  /**
   * Opens a WebSocket to a server in memory: for those who bring a client of their own.
   *
   * @param target path and query, for instance {@code "/socket.io/?EIO=4&transport=websocket"}
   * @param headers of the handshake
   * @param listener hears what happens, on {@link VirtualTime#loop()}
   * @return the WebSocket, which is not open yet
   * @throws IllegalStateException if the server has a port
   */
  public MemoryWebSocket openWebSocket(
      String target, Map<String, List<String>> headers, MemoryWebSocket.Listener listener) {
    return memory().open(target, headers, listener);
  }

  private MemoryEntrance memory() {
    if (entrance instanceof MemoryEntrance memory) {
      return memory;
    }
    throw new IllegalStateException("the server is not in memory, but at " + uri());
  }

  /**
   * A namespace, which is made if it is not there yet.
   *
   * @param name for instance {@code "/chat"}
   * @return the namespace
   */
  public ServerNamespace namespace(String name) {
    return namespaces.computeIfAbsent(Namespace.of(name), key -> new ServerNamespace(this, key));
  }

  /**
   * Makes namespaces when a client first asks for them.
   *
   * @param names which, for instance {@code Pattern.compile("/room-\\d+").asMatchPredicate()}
   * @param setUp is told of each one that is made, before its first client joins; it must not block
   */
  public void dynamicNamespaces(Predicate<String> names, Consumer<ServerNamespace> setUp) {
    dynamics.add(new Dynamic(names, setUp));
  }

  /**
   * How far a scenario is that stubs move on: see {@link Stub#inScenario}.
   *
   * @param name the scenario's name
   * @return its state, {@value Scenarios#STARTED} at first
   */
  public String scenarioState(String name) {
    return scenarios.state(name);
  }

  /**
   * Moves a scenario by hand.
   *
   * @param name the scenario's name
   * @param state any name
   */
  public void moveScenario(String name, String state) {
    scenarios.move(name, state);
  }

  /**
   * The open connections.
   *
   * @return the connections, in no order
   */
  public List<ServerConnection> connections() {
    return List.copyOf(connections.values());
  }

  /**
   * Waits for the next connection that opens. Each is given once, in the order in which they came.
   *
   * @param timeout how long to wait
   * @return the connection
   * @throws AssertionError if none has come
   */
  public ServerConnection takeConnection(Duration timeout) {
    ServerConnection connection = opened.take(any -> true, timeout);
    if (connection == null) {
      throw new AssertionError("no connection within " + timeout + "; the journal:\n" + journal);
    }
    return connection;
  }

  /**
   * Waits for an event, in any namespace, that was not taken before. The handlers of the namespace
   * have had it by then. The latest {@value #MAX_EVENTS} events can be taken.
   *
   * @param event the name
   * @param timeout how long to wait
   * @return the oldest event with that name
   * @throws AssertionError if none has come; it tells what has come
   */
  public ReceivedEvent take(String event, Duration timeout) {
    ReceivedEvent taken = untaken.take(candidate -> candidate.name().equals(event), timeout);
    if (taken == null) {
      throw new AssertionError(
          "no event \"" + event + "\" within " + timeout + "; not taken: " + untaken.entries());
    }
    taken.lookedAt();
    return taken;
  }

  /**
   * The events that came, in any namespace, taken or not. The handlers of the namespace have had
   * them.
   *
   * @return the latest {@value #MAX_EVENTS}, oldest first
   */
  public List<ReceivedEvent> events() {
    return events.entries();
  }

  /**
   * What happened.
   *
   * @return the journal, which goes on growing
   */
  public Journal journal() {
    return journal;
  }

  /**
   * What went wrong: exceptions of handlers and mistakes of clients. Nothing of it is printed.
   *
   * @return the latest {@value #MAX_ERRORS}, oldest first
   */
  public List<ServerError> errors() {
    return errors.entries();
  }

  /**
   * Fails if anything went wrong, or has since the errors were last cleared.
   *
   * @throws AssertionError with the errors and the journal
   */
  public void verifyNoErrors() {
    List<ServerError> found = errors();
    if (!found.isEmpty()) {
      String lines =
          found.stream().map(ServerError::toString).collect(Collectors.joining("\n  ", "  ", ""));
      AssertionError failure = new AssertionError("errors:\n" + lines + "\njournal:\n" + journal);
      found.forEach(
          error -> {
            if (error.cause() != null) {
              failure.addSuppressed(error.cause());
            }
          });
      throw failure;
    }
  }

  /**
   * Assertions about what has come.
   *
   * @return the assertions
   */
  public Verification verify() {
    return new Verification(this, Duration.ZERO);
  }

  /**
   * Fails if an event has come that no {@link #take} and no assertion has looked at.
   *
   * @throws AssertionError with those events
   */
  public void verifyNoMore() {
    verify().noMore();
  }

  /** Forgets the errors: they were expected. */
  public void clearErrors() {
    errors.clear();
  }

  /**
   * Arms faults for one connection. Calls add up: the first is for the next request for a
   * connection, the second for the one after it.
   *
   * @param faults what goes wrong with that connection; none for a good one
   */
  public void nextConnection(Fault... faults) {
    synchronized (faultsToCome) {
      faultsToCome.add(List.of(faults));
    }
  }

  /**
   * Arms faults for every connection that {@link #nextConnection} says nothing about.
   *
   * @param faults what goes wrong; none to have good connections again
   */
  public void everyConnection(Fault... faults) {
    faultsOfAll = List.of(faults);
  }

  /**
   * Closes all connections and stops listening: connects are refused. Namespaces, faults and
   * journal stay.
   *
   * @throws IllegalStateException if a handler asks for it
   */
  public synchronized void stop() {
    if (entrance.onLoop()) {
      throw new IllegalStateException("a handler cannot stop its server, which waits for it");
    }
    if (state == State.LISTENING) {
      state = State.STOPPED;
      entrance.stopListening();
      sessions.values().forEach(session -> session.connection().onLoop(session::shutDown));
      entrance.closeChannels();
    }
  }

  /**
   * Listens again, on the same port, after {@link #stop}.
   *
   * @throws IllegalStateException if the server is closed
   */
  public synchronized void startAgain() {
    if (state == State.CLOSED) {
      throw new IllegalStateException("the server is closed: start a new one");
    }
    if (state == State.STOPPED) {
      port = entrance.listen(port);
      state = State.LISTENING;
    }
  }

  /**
   * Makes the server as new, on the same port: for the next test. It closes all connections and
   * forgets namespaces with their handlers, scenarios, armed faults, events, errors and journal; it
   * listens again if it was stopped. Ask anew for namespaces: those from before serve nobody. A
   * client of the test before that goes on trying is a client of the next test.
   *
   * @throws IllegalStateException if a handler asks for it, or the server is closed
   */
  public synchronized void reset() {
    if (entrance.onLoop()) {
      throw new IllegalStateException("a handler cannot reset its server, which waits for it");
    }
    startAgain();
    everyConnection();
    synchronized (faultsToCome) {
      faultsToCome.clear();
    }
    scenarios.clear();
    dynamics.clear();
    namespaces.clear();
    namespace("/");
    List<EngineSession> old = List.copyOf(sessions.values());
    old.forEach(session -> session.connection().onLoop(session::shutDown));
    entrance.closeChannels();
    entrance.awaitLoops();
    old.forEach(this::forget);
    opened.clear();
    untaken.clear();
    events.clear();
    errors.clear();
    journal.clear();
  }

  /**
   * Stops, and listens again on the same port after a while.
   *
   * @param downtime how long connects are refused; returns when it is over
   * @throws IllegalStateException if the server is closed, or a handler asks for it
   */
  public synchronized void restart(Duration downtime) {
    stop();
    long end = System.nanoTime() + downtime.toNanos();
    long left = downtime.toNanos();
    try {
      while (left > 0 && state == State.STOPPED) {
        TimeUnit.NANOSECONDS.timedWait(this, left);
        left = end - System.nanoTime();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    startAgain();
  }

  /** Stops, and ends the server's threads. */
  @Override
  public synchronized void close() {
    stop();
    if (state != State.CLOSED) {
      state = State.CLOSED;
      entrance.shutDown();
    }
  }

  @Override
  public String toString() {
    return "SocketIoServer[" + uri() + "]";
  }

  ServerOptions options() {
    return options;
  }

  boolean isOnLoop() {
    return entrance.onLoop();
  }

  Scenarios scenarios() {
    return scenarios;
  }

  /** Null if no such namespace was made, nor shall be. */
  @Nullable ServerNamespace existing(Namespace name) {
    ServerNamespace known = namespaces.get(name);
    if (known != null || namespaces.size() >= MAX_NAMESPACES) {
      return known;
    }
    for (Dynamic dynamic : dynamics) {
      if (dynamic.names().test(name.name())) {
        return namespaces.computeIfAbsent(
            name,
            key -> {
              ServerNamespace made = new ServerNamespace(this, key);
              dynamic.setUp().accept(made);
              return made;
            });
      }
    }
    return null;
  }

  /** Null if there is no such session, or none any more. */
  @Nullable EngineSession session(String sid) {
    return sessions.get(sid);
  }

  Timers timers() {
    return timers;
  }

  ArmedFaults faultsOfNextConnection() {
    synchronized (faultsToCome) {
      List<Fault> faults = faultsToCome.poll();
      return new ArmedFaults(faults != null ? faults : faultsOfAll);
    }
  }

  /** Twenty characters, as the reference server's ids. */
  String newId() {
    byte[] id = new byte[ID_BYTES];
    ThreadLocalRandom.current().nextBytes(id);
    return Base64.getUrlEncoder().encodeToString(id);
  }

  void opened(EngineSession session) {
    sessions.put(session.sid(), session);
    connections.put(session.sid(), session.connection());
    opened.add(session.connection());
  }

  /** Its client may not know yet. */
  void ended(EngineSession session) {
    connections.remove(session.sid());
  }

  void forget(EngineSession session) {
    sessions.remove(session.sid());
  }

  void received(ReceivedEvent event) {
    if (options.journal()) {
      events.add(event);
      untaken.add(event);
    }
  }

  Bounded<ReceivedEvent> receivedEvents() {
    return events;
  }

  void report(ServerError error) {
    errors.add(error);
  }
}
