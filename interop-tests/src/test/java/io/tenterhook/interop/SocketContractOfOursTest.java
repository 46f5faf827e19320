package io.tenterhook.interop;

/** Our server keeps what the reference server keeps. */
final class SocketContractOfOursTest extends SocketContract {
  @Override
  Served start(Served.Setup setup) {
    return Served.ours(setup);
  }
}
