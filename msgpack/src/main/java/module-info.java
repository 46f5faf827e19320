/** MessagePack as the wire format of Socket.IO packets. */
// msgpack-core has only the module name of its file; none of its types is in an exported signature.
@SuppressWarnings("requires-automatic")
module io.tenterhook.msgpack {
  requires transitive io.tenterhook.protocol;
  requires msgpack.core;
  requires static org.jspecify;

  exports io.tenterhook.msgpack;
}
