/**
 * The design's rules as tests: what a module may see, and what a name or a signature may say.
 *
 * <p>Not here: rules that the compiler, the module descriptors or the enforcer already keep. Start
 * at {@code HouseRules}; {@code fixture} holds one small breach of each.
 */
@NullMarked
package io.tenterhook.architecture;

import org.jspecify.annotations.NullMarked;
