package io.tenterhook.cli.probe;

import java.io.IOException;

/** A proxy that makes no tunnel, and why. */
final class ProxyRefusal extends IOException {
  private static final long serialVersionUID = 1L;

  private final Finding finding;

  ProxyRefusal(Finding finding, String message) {
    super(message);
    this.finding = finding;
  }

  Finding finding() {
    return finding;
  }
}
