package io.tenterhook.benchmarks.whole;

/** The script's argument, bound. Public for the binding. */
public record Order(long id, String symbol, double price, int size, String side, long at) {
  static final Order EXAMPLE =
      new Order(1_234_567, "ABCDEF", 1234.56, 100, "buy", 1_700_000_000_000L);
}
