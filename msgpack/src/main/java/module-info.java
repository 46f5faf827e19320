/** MessagePack as the wire format of Socket.IO packets. */
module io.tenterhook.msgpack {
  requires transitive io.tenterhook.protocol;
  requires static org.jspecify;

  exports io.tenterhook.msgpack;
}
