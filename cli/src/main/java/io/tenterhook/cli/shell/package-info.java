/**
 * Talks with a server line by line, as a person types or a script says.
 *
 * <p>Start reading in {@code ShellSession}: a line goes in, an {@code Effect} comes out, and what
 * the server does is told as it happens. What a line says is found by {@code Lexer} and {@code
 * Order}, which see nothing but text; so does {@code Completions}. There are two doors to a
 * session: {@code LineEditor} for a person, the only class that knows JLine with its companions
 * {@code EditorParser} and {@code KeptHistory}, and {@code ShellScript} for a pipe.
 *
 * <p>Not here: options, what is printed and how, exit codes. Those are the {@code Program}'s.
 */
@NullMarked
package io.tenterhook.cli.shell;

import org.jspecify.annotations.NullMarked;
