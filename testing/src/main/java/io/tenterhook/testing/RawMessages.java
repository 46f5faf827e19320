package io.tenterhook.testing;

import java.nio.charset.StandardCharsets;

/** Hands Engine.IO messages to a test. */
final class RawMessages implements Application {
  private final EngineSession session;
  private final EngineHandler handler;

  RawMessages(EngineSession session, EngineHandler handler) {
    this.session = session;
    this.handler = handler;
  }

  @Override
  public void opened() {}

  @Override
  public void text(byte[] array, int start, int end) {
    String message = new String(array, start, end - start, StandardCharsets.UTF_8);
    session.guarded("the engine handler", () -> handler.text(session.connection(), message));
  }

  @Override
  public void binary(byte[] message) {
    session.guarded("the engine handler", () -> handler.binary(session.connection(), message));
  }

  @Override
  public void ended(DisconnectReason reason) {}
}
