package io.tenterhook.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A TCP connection on which the test writes each byte itself. Reads are bounded in time. */
final class RawClient implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 10_000;

  private final Socket socket;

  RawClient(SocketIoServer server) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    socket.setSoTimeout(PATIENCE_MILLIS);
  }

  /** Opens a WebSocket; the answer's header has been read, and the OPEN packet is next. */
  static RawClient webSocket(SocketIoServer server) throws IOException {
    RawClient client = new RawClient(server);
    client.get("/socket.io/?EIO=4&transport=websocket", upgrade());
    StringBuilder header = new StringBuilder();
    while (header.indexOf("\r\n\r\n") < 0) {
      header.append((char) client.read());
    }
    return client;
  }

  static String upgrade() {
    return String.join(
        "\r\n",
        "Connection: Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        "");
  }

  void get(String target, String headers) throws IOException {
    write("GET " + target + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n");
  }

  void write(String text) throws IOException {
    write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  void write(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  /** A frame with a mask of zeros and a length of up to 125. */
  void writeFrame(int firstByte, byte... payload) throws IOException {
    byte[] frame = new byte[6 + payload.length];
    frame[0] = (byte) firstByte;
    frame[1] = (byte) (0x80 | payload.length);
    System.arraycopy(payload, 0, frame, 6, payload.length);
    write(frame);
  }

  void writeText(String text) throws IOException {
    writeFrame(0x81, text.getBytes(StandardCharsets.UTF_8));
  }

  int read() throws IOException {
    return socket.getInputStream().read();
  }

  /** A frame's payload, of up to 65535 bytes. */
  byte[] readFrame() throws IOException {
    InputStream in = socket.getInputStream();
    in.read();
    int length = in.read();
    if (length == 126) {
      length = in.read() << 8 | in.read();
    }
    return in.readNBytes(length);
  }

  /** What comes until the server ends TCP. */
  String readAll() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    socket.getInputStream().transferTo(all);
    return all.toString(StandardCharsets.UTF_8);
  }

  Socket socket() {
    return socket;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
