/** A Socket.IO server for tests, in the same process. */
module io.tenterhook.testing {
  requires io.tenterhook.protocol;
  requires io.netty.buffer;
  requires io.netty.codec;
  requires io.netty.codec.compression;
  requires io.netty.codec.http;
  requires io.netty.common;
  requires io.netty.handler;
  requires io.netty.pkitesting;
  requires io.netty.transport;
  requires static org.assertj.core;
  requires static org.jspecify;

  exports io.tenterhook.testing;
  exports io.tenterhook.testing.assertj;
}
