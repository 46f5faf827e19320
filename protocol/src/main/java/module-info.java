/** Engine.IO 4 and Socket.IO 5 without a clock, a thread or a socket. */
module io.tenterhook.protocol {
  requires static org.jspecify;

  exports io.tenterhook.protocol;
  exports io.tenterhook.protocol.engineio;
  exports io.tenterhook.protocol.json;
  exports io.tenterhook.protocol.polling;
  exports io.tenterhook.protocol.session;
  exports io.tenterhook.protocol.socketio;
}
