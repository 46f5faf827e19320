package io.tenterhook.benchmarks.whole;

import java.util.List;

/**
 * A client under test. It is used as its own guide tells: this interface is only what the workloads
 * ask for.
 */
interface Candidate extends AutoCloseable {
  String TENTERHOOK = "tenterhook";
  String OFFICIAL = "official";
  String NETTY_RAW = "netty-raw";

  /** In the order of the table. */
  List<String> NAMES = List.of(TENTERHOOK, OFFICIAL, NETTY_RAW);

  static Candidate named(String name) {
    return switch (name) {
      case TENTERHOOK -> new TenterhookCandidate();
      case OFFICIAL -> new OfficialCandidate();
      case NETTY_RAW -> new NettyRawCandidate();
      default -> throw new IllegalArgumentException("client " + name + " is none of " + NAMES);
    };
  }

  /**
   * Connects to the main namespace and returns when that is done.
   *
   * @param onTick runs for each tick, one after another
   * @param onSeen runs when the server says that it has seen a chunk of ticks
   */
  void connect(int port, Runnable onTick, Runnable onSeen) throws Exception;

  /** Asks the server for so many ticks. */
  void requestFlood(long ticks);

  /** Emits a tick. Called by one thread, whole chunks at a time. */
  void emitTick();

  /** Emits an event that asks for an ack. */
  void ask(Runnable onAnswer);

  @Override
  void close();
}
