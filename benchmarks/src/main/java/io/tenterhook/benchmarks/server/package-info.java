/**
 * The one server that all clients under test talk to: floods, counts and answers, with as little
 * work as can be, so that it is never what is measured.
 *
 * <p>Not here: a server for anything else; it refuses what the clients under test do not send.
 * Start reading at {@link io.tenterhook.benchmarks.server.FloodServer}; {@link
 * io.tenterhook.benchmarks.server.Script} has the conversation.
 */
@NullMarked
package io.tenterhook.benchmarks.server;

import org.jspecify.annotations.NullMarked;
