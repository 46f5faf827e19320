/**
 * JMH benchmarks of the pure core. Those that need package-private access to the client are in
 * {@code io.tenterhook.client} of this module.
 *
 * <p>Start reading at {@link io.tenterhook.benchmarks.micro.Samples}: what is measured on.
 */
@NullMarked
package io.tenterhook.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
