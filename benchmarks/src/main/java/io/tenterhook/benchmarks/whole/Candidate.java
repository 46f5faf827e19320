package io.tenterhook.benchmarks.whole;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A client under test. It is used as its own guide tells: this interface is only what the workloads
 * ask for.
 */
interface Candidate extends AutoCloseable {
  String TENTERHOOK = "tenterhook";
  String OFFICIAL = "official";
  String NETTY_RAW = "netty-raw";

  /** Node's; it is no Java, see {@link NodeProgram}. */
  String NPM = "npm";

  /** In the order of the table. */
  List<String> NAMES = List.of(TENTERHOOK, OFFICIAL, NETTY_RAW, NPM);

  static Candidate named(String name) {
    return switch (name) {
      case TENTERHOOK -> new TenterhookCandidate();
      case OFFICIAL -> new OfficialCandidate();
      case NETTY_RAW -> new NettyRawCandidate();
      default -> throw new IllegalArgumentException("client " + name + " is no Java client");
    };
  }

  /** Connects to the main namespace; completes when that is done. */
  CompletableFuture<Link> open(int port, Ears ears);

  /** After the links. */
  @Override
  void close();
}
