package io.tenterhook.cli;

/** How a command ends, for scripts. Ctrl-C ends with 130, which is the JVM's own doing. */
enum ExitCode {
  /** Done; also when the reader of standard output has gone. */
  DONE(0),
  /** A defect of ours, or standard output cannot be written. */
  INTERNAL(1),
  /** The command line, the environment, or a file they name cannot be used. */
  USAGE(2),
  /** There never was a connection: DNS, TCP, TLS, HTTP, handshake. */
  UNREACHABLE(3),
  /** The server answered CONNECT with CONNECT_ERROR. */
  REFUSED(4),
  /** No ack in time, or not as many events as {@code --count} wants. */
  TIMEOUT(5),
  /** The connection was lost and is not tried again, or the server ended it. */
  LOST(6),
  /** What was expected did not happen. */
  UNMET(7);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }
}
