/** The Socket.IO client that applications see. */
module io.tenterhook.client {
  requires transitive io.tenterhook.protocol;
  requires static org.jspecify;
}
