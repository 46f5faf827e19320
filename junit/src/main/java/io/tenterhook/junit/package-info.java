/**
 * Gives JUnit tests a server: {@link io.tenterhook.junit.TenterhookServer} on the class is all that
 * most need, {@link io.tenterhook.junit.TenterhookExtension} tells what happens when.
 *
 * <p>Compiled against JUnit 5.14 and using nothing that 6 has taken away.
 */
@NullMarked
package io.tenterhook.junit;

import org.jspecify.annotations.NullMarked;
