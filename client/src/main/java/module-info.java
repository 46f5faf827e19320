/** The Socket.IO client that applications see. */
module io.tenterhook.client {
  requires transitive io.tenterhook.protocol;
  requires static org.jspecify;

  exports io.tenterhook.client.spi;

  uses io.tenterhook.client.spi.JsonBinding;
  uses io.tenterhook.client.spi.TransportProvider;
}
