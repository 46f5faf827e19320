package io.tenterhook.transport.netty;

import io.tenterhook.client.spi.HttpRequest;
import io.tenterhook.client.spi.HttpRequests;
import io.tenterhook.client.spi.LinkClosure;
import io.tenterhook.client.spi.LinkRequest;
import java.util.ArrayList;
import java.util.List;

/** The connections to one server: as many as requests were ever under way at the same time. */
final class NettyHttpRequests implements HttpRequests {

  private final NettyEventLoop loop;
  private final LinkRequest server;
  private final List<HttpConnection> connections = new ArrayList<>();
  private boolean closed;

  NettyHttpRequests(NettyEventLoop loop, LinkRequest server) {
    this.loop = loop;
    this.server = server;
  }

  @Override
  public void send(HttpRequest request, HttpListener listener) {
    for (HttpConnection connection : connections) {
      if (connection.isFree()) {
        connection.send(request, listener);
        return;
      }
    }
    HttpConnection connection = new HttpConnection(loop, this, server, request, listener);
    connections.add(connection);
    loop.adopt(connection, connection::open);
  }

  void failed(HttpListener listener, LinkClosure why) {
    if (!closed) {
      listener.failed(why);
    }
  }

  void forget(HttpConnection connection) {
    connections.remove(connection);
  }

  @Override
  public long unwrittenBytes() {
    long sum = 0;
    for (HttpConnection connection : connections) {
      sum += connection.unwrittenBytes();
    }
    return sum;
  }

  @Override
  public void close() {
    closed = true;
    List.copyOf(connections).forEach(HttpConnection::close);
  }
}
