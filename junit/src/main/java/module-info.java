/** The test server as a JUnit extension. */
module io.tenterhook.junit {
  requires transitive io.tenterhook.testing;
  requires transitive org.junit.jupiter.api;
  requires static org.jspecify;

  exports io.tenterhook.junit;
}
