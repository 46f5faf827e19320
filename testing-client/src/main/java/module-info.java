/** What connects a client to a test server in memory, and a double of the client. */
module io.tenterhook.testing.client {
  requires transitive io.tenterhook.client;
  requires transitive io.tenterhook.testing;
  requires static org.jspecify;

  exports io.tenterhook.testing.client;
}
