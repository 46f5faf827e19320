/**
 * Whole processes side by side: each client in a JVM of its own against the same flood server, one
 * after the other, several rounds, medians.
 *
 * <p>Not here: JMH benchmarks, which are in {@code micro} and, where they need package-private
 * access, in {@code io.tenterhook.client}. Start reading at {@link
 * io.tenterhook.benchmarks.whole.Comparison}, then {@link
 * io.tenterhook.benchmarks.whole.ClientProcess}.
 */
@NullMarked
package io.tenterhook.benchmarks.whole;

import org.jspecify.annotations.NullMarked;
