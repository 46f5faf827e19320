/**
 * The {@code tenter} command.
 *
 * <p>Not here: protocol or client behaviour; each command is a thin user of the public API.
 */
@NullMarked
package io.tenterhook.cli;

import org.jspecify.annotations.NullMarked;
