/** Binds event arguments to Java types with Jackson 3. */
@SuppressWarnings("module") // the digit is the library's: Jackson 2 and 3 live side by side
module io.tenterhook.json.jackson3 {
  requires transitive io.tenterhook.client;
  requires transitive tools.jackson.databind;
  requires static org.jspecify;

  exports io.tenterhook.json.jackson3;

  provides io.tenterhook.client.spi.JsonBinding with
      io.tenterhook.json.jackson3.Jackson3Binding;
}
