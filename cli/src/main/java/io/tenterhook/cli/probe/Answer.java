package io.tenterhook.cli.probe;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The answer to an HTTP/1.1 request, and the start of its body.
 *
 * @param headers the names in lower case
 */
record Answer(int status, Map<String, List<String>> headers, String body) {
  private static final int MAX_HEAD = 32 << 10;
  private static final int MAX_BODY = 64 << 10;
  private static final int TLS_ALERT = 0x15;
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3})(?: .*)?");

  /** Whatever came, it is no HTTP. */
  static final class NotHttp extends IOException {
    private static final long serialVersionUID = 1L;

    private final boolean tls;

    NotHttp(String message, boolean tls) {
      super(message);
      this.tls = tls;
    }

    /** Whether it is what a server says that expects TLS. */
    boolean isTls() {
      return tls;
    }
  }

  /** Reads one; of a WebSocket handshake that succeeds the head alone. */
  static Answer read(InputStream in) throws IOException {
    Answer answer = readHead(in);
    return answer.status() == 101
        ? answer
        : new Answer(answer.status(), answer.headers(), answer.body(in));
  }

  /** Reads one up to where its body begins, and not a byte more. */
  static Answer readHead(InputStream in) throws IOException {
    String[] lines = head(in).split("\r?\n", -1);
    Matcher first = STATUS.matcher(lines[0]);
    if (!first.matches()) {
      throw new NotHttp("what came is no HTTP: " + Text.excerpt(lines[0]), false);
    }
    Map<String, List<String>> headers = new TreeMap<>();
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      if (colon > 0) {
        headers
            .computeIfAbsent(
                lines[i].substring(0, colon).strip().toLowerCase(Locale.ROOT),
                name -> new ArrayList<>())
            .add(lines[i].substring(colon + 1).strip());
      }
    }
    return new Answer(Integer.parseInt(first.group(1)), headers, "");
  }

  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    int newlines = 0;
    while (newlines < 2) {
      int next = in.read();
      if (next < 0 && head.size() == 0) {
        throw new IOException("the server closed the connection without an answer");
      }
      if (next == TLS_ALERT && head.size() == 0) {
        throw new NotHttp("the server answers in TLS", true);
      }
      boolean binary = head.size() == 0 && next != 'H';
      if (next < 0 || binary || head.size() == MAX_HEAD) {
        byte[] more = next < 0 ? new byte[0] : in.readNBytes(Math.min(64, in.available()));
        head.write(Math.max(0, next));
        head.write(more);
        throw new NotHttp(
            "what came is no HTTP: " + Text.excerpt(head.toString(StandardCharsets.ISO_8859_1)),
            false);
      }
      head.write(next);
      newlines = next == '\n' ? newlines + 1 : next == '\r' ? newlines : 0;
    }
    return head.toString(StandardCharsets.ISO_8859_1).strip();
  }

  private String body(InputStream in) throws IOException {
    byte[] bytes;
    if (header("transfer-encoding").toLowerCase(Locale.ROOT).contains("chunked")) {
      bytes = chunks(in);
    } else if (header("content-length").matches("\\d{1,9}")) {
      bytes = in.readNBytes(Math.min(MAX_BODY, Integer.parseInt(header("content-length"))));
    } else {
      bytes = status == 204 || status == 304 ? new byte[0] : in.readNBytes(MAX_BODY);
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static byte[] chunks(InputStream in) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    while (all.size() < MAX_BODY) {
      String size = line(in).split(";", 2)[0].strip();
      if (!size.matches("[0-9A-Fa-f]{1,7}")) {
        throw new NotHttp("a chunk's length is " + Text.excerpt(size), false);
      }
      int length = Integer.parseInt(size, 16);
      if (length == 0) {
        break;
      }
      all.write(in.readNBytes(Math.min(length, MAX_BODY)));
      line(in);
    }
    return all.toByteArray();
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
      if (line.length() == MAX_HEAD) {
        throw new NotHttp("a line of more than " + MAX_HEAD + " bytes", false);
      }
      line.append((char) next);
    }
    return line.toString().strip();
  }

  /** The first value; empty if there is none. */
  String header(String name) {
    List<String> values = headers.get(name);
    return values == null ? "" : values.get(0);
  }
}
