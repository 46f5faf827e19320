package io.tenterhook.cli.bench;

/**
 * Where a bench stands, several times a second.
 *
 * @param phase one word or two
 * @param secondsLeft of the phase; negative if nobody knows
 * @param rate events a second, of the last second, as the percentiles are
 * @param latencies how many have a latency; percentiles are 0 without
 * @param errors so far
 * @param connections open now
 */
public record Progress(
    String phase,
    long secondsLeft,
    double rate,
    long latencies,
    long p50Nanos,
    long p99Nanos,
    long errors,
    int connections,
    int clients) {}
