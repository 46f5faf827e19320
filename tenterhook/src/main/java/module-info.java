/** Client, Netty transport and Jackson in one dependency. */
module io.tenterhook {
  requires transitive io.tenterhook.client;
  requires io.tenterhook.transport.netty;
  requires io.tenterhook.json.jackson;
}
