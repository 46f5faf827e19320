package io.tenterhook.interop;

/** Our server keeps what the reference server keeps. */
final class EngineContractOfOursTest extends EngineContract {
  @Override
  Served start(Served.Setup setup) {
    return Served.ours(setup);
  }
}
