package io.tenterhook.testing;

/**
 * What is done with peers that have joined: see {@link ServerNamespace#whenConnected}.
 *
 * <pre>{@code
 * server.namespace("/").whenConnected().forConnection(1).emit("welcome").after(ofSeconds(1)).disconnect();
 * }</pre>
 */
public final class JoinStub extends StubWithSteps<JoinStub> {
  JoinStub(Stubs stubs) {
    super(stubs, "whenConnected()");
  }

  @Override
  JoinStub self() {
    return this;
  }

  @Override
  String conditions() {
    return "";
  }
}
