package io.tenterhook.interop;

/** The reference server keeps the contract: so it is one. */
@RequiresNode
final class EngineContractOfNodeTest extends EngineContract {
  @Override
  Served start(Served.Setup setup) {
    return Served.node(setup);
  }
}
