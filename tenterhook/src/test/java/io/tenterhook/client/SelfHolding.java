package io.tenterhook.client;

/** Holds a text, and itself: no JSON binding can write it. */
public final class SelfHolding {
  private final String text;

  SelfHolding(String text) {
    this.text = text;
  }

  public String getText() {
    return text;
  }

  public SelfHolding getSelf() {
    return this;
  }
}
