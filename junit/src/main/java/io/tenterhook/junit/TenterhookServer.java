package io.tenterhook.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives a test class a Socket.IO server: {@link TenterhookExtension} with its defaults.
 *
 * <pre>{@code
 * import io.tenterhook.junit.TenterhookServer;
 * import io.tenterhook.testing.SocketIoServer;
 * import java.net.URI;
 * import org.junit.jupiter.api.Test;
 *
 * @TenterhookServer
 * class GreetingTest {
 *   @Test
 *   void greets(SocketIoServer server, URI uri) {
 *     server.namespace("/").on("hello", event -> event.ack("\"you too\""));
 *     // connect the code under test to uri
 *   }
 * }
 * }</pre>
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ExtendWith(TenterhookExtension.class)
public @interface TenterhookServer {}
