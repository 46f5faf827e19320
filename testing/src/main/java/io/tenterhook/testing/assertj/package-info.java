/**
 * AssertJ's way to say what {@link io.tenterhook.testing.Verification} says. AssertJ is an optional
 * dependency: who uses this package adds {@code org.assertj:assertj-core}, most have it.
 *
 * <p>Start with {@link io.tenterhook.testing.assertj.TenterhookAssertions}. Here are only the
 * words; what they mean stands in the package above.
 */
@NullMarked
package io.tenterhook.testing.assertj;

import org.jspecify.annotations.NullMarked;
