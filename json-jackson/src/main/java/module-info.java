/** Binds event arguments to Java types with Jackson 2. */
module io.tenterhook.json.jackson {
  requires io.tenterhook.client;
  requires com.fasterxml.jackson.databind;
  requires static org.jspecify;
}
