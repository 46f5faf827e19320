/**
 * The {@code tenter} command.
 *
 * <p>Start reading in {@code Tenter}, which lists the commands, or in {@code DemoCommand}, which
 * shows what the client is for. Each command is a thin user of the client's public API; what they
 * share stands in one place each: {@code ConnectionOptions} (how to get to a server), {@code
 * EmitArguments} and {@code EventSender} (what is sent, and how), {@code Listening} (how it is
 * heard), {@code Report} and {@code JsonLines} (what is printed), {@code EventLines} (how it is
 * read back), {@code ExitCode} and {@code Diagnosis} (how it ends), {@code Terminal} (the two
 * streams).
 *
 * <p>Standard output carries data alone, standard error everything else.
 *
 * <p>Not here: protocol or client behaviour.
 */
@NullMarked
package io.tenterhook.cli;

import org.jspecify.annotations.NullMarked;
