/**
 * Looks at a server step by step, and names the mistake that keeps a client from working.
 *
 * <p>Start reading in {@code Probe}, which takes the steps in order. Each step is a class of its
 * own, whose result is a {@code Step}: what was seen, how long it took, and, if it was not well, a
 * {@code Finding}. {@code Verdict} goes from all of them to one sentence; it sees nothing else.
 *
 * <p>DNS, TCP, TLS, HTTP and WebSocket are spoken here by hand ({@code Line}, {@code Requests},
 * {@code Talk}): a diagnosis that used the client would fail as the client does, and say no more.
 * Only the step {@code namespace} is the client's own.
 *
 * <p>Not here: what is printed, and exit codes.
 */
@NullMarked
package io.tenterhook.cli.probe;

import org.jspecify.annotations.NullMarked;
