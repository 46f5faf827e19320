/**
 * Puts a server under load, and tells how it bore it.
 *
 * <p>Start reading in {@code Bench}, which takes the phases in order: connect, warm up, measure,
 * drain. {@code Load} is what was asked for; {@code Pace} says when each thing is due, {@code
 * Metronome} does it then. {@code OpenLoop} and {@code ClosedLoop} send, {@code Crew} connects,
 * {@code Meter} counts. The result is an {@code Outcome}, of which {@code Figures} makes JSON and
 * {@code HtmlReport} a page ({@code Axis}, {@code Plot} and the charts draw it).
 *
 * <p>Whatever has a schedule is measured from the moment it was due, not from the one it was sent:
 * a server that stalls holds nothing back, and each event that had to wait says so ("coordinated
 * omission", Gil Tene).
 *
 * <p>Not here: options, what is printed, and exit codes.
 */
@NullMarked
package io.tenterhook.cli.bench;

import org.jspecify.annotations.NullMarked;
