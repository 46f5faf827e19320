/**
 * The Socket.IO client that applications see. Transports and JSON libraries are found as services.
 */
module io.tenterhook.client {
  requires io.tenterhook.protocol;
  requires static jdk.jfr;
  requires static org.jspecify;

  exports io.tenterhook.client;
  exports io.tenterhook.client.spi;

  uses io.tenterhook.client.spi.JsonBinding;
  uses io.tenterhook.client.spi.TransportProvider;
}
