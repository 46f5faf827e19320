package io.tenterhook.junit;

import io.tenterhook.testing.JournalEntry;
import io.tenterhook.testing.SocketIoServer;
import io.tenterhook.testing.SocketIoServerBuilder;
import java.net.URI;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Starts a {@link SocketIoServer} for tests, resets it between them and closes it behind them.
 * JUnit 5.14 and 6.
 *
 * <pre>{@code
 * import io.tenterhook.junit.TenterhookExtension;
 * import io.tenterhook.testing.SocketIoServer;
 * import java.net.URI;
 * import org.junit.jupiter.api.Test;
 * import org.junit.jupiter.api.extension.RegisterExtension;
 *
 * class HeartbeatTest {
 *   @RegisterExtension
 *   static final TenterhookExtension tenterhook =
 *       TenterhookExtension.with(builder -> builder.pingInterval(Duration.ofMillis(100)));
 *
 *   @Test
 *   void staysConnected(SocketIoServer server, URI uri) {
 *     // connect the code under test to uri
 *   }
 * }
 * }</pre>
 *
 * <p>Registered by {@link TenterhookServer}, {@code @ExtendWith} or in a static field, one server
 * serves all tests of the class, also those of its nested classes. Registered in an instance field
 * or at a method, each test has its own; so has each test of a class whose tests run concurrently.
 *
 * <p>Parameters of type {@link SocketIoServer} and {@link URI} are the server and where to connect
 * to, in constructors, lifecycle methods and tests.
 *
 * <p>After each test:
 *
 * <ul>
 *   <li>It fails if something went wrong on the server: see {@link SocketIoServer#verifyNoErrors};
 *       a test that expects errors ends with {@link SocketIoServer#clearErrors}.
 *   <li>If it has failed, the end of the server's journal is a suppressed exception of the failure.
 *   <li>The server is reset: {@link SocketIoServer#reset}. Set it up in the constructor, in
 *       {@code @BeforeEach} or here by {@link #with}; what {@code @BeforeAll} has set up is gone
 *       after the first test.
 * </ul>
 */
public final class TenterhookExtension
    implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, ParameterResolver {
  /** What a reader of a failed test may want to scroll through. */
  private static final int SHOWN_ENTRIES = 200;

  private final Consumer<SocketIoServerBuilder> options;

  /** An extension whose servers have the defaults of the reference server. */
  public TenterhookExtension() {
    this(builder -> {});
  }

  private TenterhookExtension(Consumer<SocketIoServerBuilder> options) {
    this.options = options;
  }

  /**
   * Prepares an extension, for a field with {@code @RegisterExtension}.
   *
   * @param options sets the options of each server that is started
   * @return the extension
   */
  public static TenterhookExtension with(Consumer<SocketIoServerBuilder> options) {
    return new TenterhookExtension(options);
  }

  /** A constructor that asks for a server belongs to a test, not to its class. */
  @Override
  public ExtensionContextScope getTestInstantiationExtensionContextScope(
      ExtensionContext rootContext) {
    return ExtensionContextScope.TEST_METHOD;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    var unused = server(context);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    var unused = server(context);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    SocketIoServer server = server(context);
    try {
      context
          .getExecutionException()
          .ifPresent(failure -> failure.addSuppressed(new JournalAtFailure(server)));
      server.verifyNoErrors();
    } finally {
      server.reset();
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == SocketIoServer.class || type == URI.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    SocketIoServer server = server(context);
    return parameter.getParameter().getType() == URI.class ? server.uri() : server;
  }

  /**
   * The server of this test if it has one, else that of its class, else a new one. A store looks
   * into those above it and is closed with its test or class, and closes what is in it.
   */
  private SocketIoServer server(ExtensionContext context) {
    boolean alone =
        context.getTestMethod().isPresent()
            && context.getExecutionMode() == ExecutionMode.CONCURRENT;
    Store store =
        context.getStore(ExtensionContext.Namespace.create(TenterhookExtension.class, this));
    Object key = alone ? context.getUniqueId() : SocketIoServer.class;
    return store.getOrComputeIfAbsent(key, absent -> start(), SocketIoServer.class);
  }

  private SocketIoServer start() {
    SocketIoServerBuilder builder = SocketIoServer.builder();
    options.accept(builder);
    return builder.start();
  }

  /** What the server has seen, where a failed test is read. */
  private static final class JournalAtFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private JournalAtFailure(SocketIoServer server) {
      super(text(server.journal().entries()), null, false, false);
    }

    private static String text(List<JournalEntry> entries) {
      int skipped = Math.max(0, entries.size() - SHOWN_ENTRIES);
      return entries.stream()
          .skip(skipped)
          .map(JournalEntry::toString)
          .collect(
              Collectors.joining(
                  "\n",
                  "the server's journal"
                      + (skipped == 0 ? "" : " after " + skipped + " others")
                      + ":\n",
                  entries.isEmpty() ? "nothing" : ""));
    }
  }
}
