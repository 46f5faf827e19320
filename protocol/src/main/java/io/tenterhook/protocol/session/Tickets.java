package io.tenterhook.protocol.session;

/** Numbers the questions of a session: a late answer never fits a later question. */
final class Tickets {
  private int last;

  int next() {
    return ++last;
  }
}
