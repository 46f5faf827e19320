/** Binds event arguments to Java types with Jackson 2. */
module io.tenterhook.json.jackson {
  requires transitive io.tenterhook.client;
  requires transitive com.fasterxml.jackson.databind;
  requires static org.jspecify;

  exports io.tenterhook.json.jackson;

  provides io.tenterhook.client.spi.JsonBinding with
      io.tenterhook.json.jackson.JacksonBinding;
}
