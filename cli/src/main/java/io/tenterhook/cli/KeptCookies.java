package io.tenterhook.cli;

import io.tenterhook.cli.file.OwnerFile;
import java.io.IOException;
import java.net.CookieHandler;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Cookies for this run, and, with a file, for the next ones. Those that a server means for one
 * session are kept too, as curl does: what sends a client to the same server again is mostly one of
 * them.
 *
 * <p>The file is written anew after every change, so that a run that is killed leaves its cookies.
 * Only its owner may read it. Safe for any thread.
 */
final class KeptCookies extends CookieHandler {
  static final int MAX_COOKIES = 300;
  private static final int MAX_BYTES = 4 << 20;
  private static final String HEAD = "# Netscape HTTP Cookie File\n";

  private final @Nullable Path file;

  /** Guarded by this. */
  private final List<KeptCookie> cookies = new ArrayList<>();

  private KeptCookies(@Nullable Path file) {
    this.file = file;
  }

  /** For this run alone. */
  static KeptCookies inMemory() {
    return new KeptCookies(null);
  }

  /**
   * @param file in the format of curl; need not exist yet
   * @throws CommandFailure if it cannot be read
   */
  static KeptCookies in(Path file) {
    KeptCookies kept = new KeptCookies(file.toAbsolutePath());
    if (Files.exists(file)) {
      kept.read(file);
    }
    return kept;
  }

  private synchronized void read(Path from) {
    try {
      if (Files.size(from) > MAX_BYTES) {
        throw CommandFailure.usage(
            "the cookie jar " + from + " is larger than " + MAX_BYTES + " bytes", "is it one?");
      }
      int number = 0;
      for (String line : Files.readAllLines(from)) {
        number++;
        try {
          KeptCookie cookie = KeptCookie.ofLine(line);
          if (cookie != null && cookies.size() < MAX_COOKIES) {
            cookies.add(cookie);
          }
        } catch (IllegalArgumentException wrong) {
          throw CommandFailure.usage(
              "line " + number + " of the cookie jar " + from + " is " + wrong.getMessage(),
              "--cookie-jar takes a file in the format of Netscape and curl -c");
        }
      }
    } catch (IOException unreadable) {
      throw CommandFailure.usage(
          "the cookie jar " + from + " cannot be read (" + unreadable + ")",
          "--cookie-jar takes a file in the format of Netscape and curl -c");
    }
  }

  @Override
  public synchronized Map<String, List<String>> get(URI uri, Map<String, List<String>> headers) {
    Instant now = Instant.now();
    String text =
        cookies.stream()
            .filter(cookie -> cookie.isFor(host(uri), path(uri), overTls(uri)))
            .filter(cookie -> !cookie.isExpired(now))
            .sorted(Comparator.comparingInt(cookie -> -cookie.path().length()))
            .map(cookie -> cookie.name() + "=" + cookie.value())
            .collect(Collectors.joining("; "));
    return text.isEmpty() ? Map.of() : Map.of("Cookie", List.of(text));
  }

  @Override
  public synchronized void put(URI uri, Map<String, List<String>> headers) throws IOException {
    Instant now = Instant.now();
    boolean changed = false;
    for (Map.Entry<String, List<String>> header : headers.entrySet()) {
      if ("Set-Cookie".equalsIgnoreCase(header.getKey())) {
        for (String value : header.getValue()) {
          KeptCookie cookie = KeptCookie.ofHeader(value, host(uri), path(uri), overTls(uri), now);
          if (cookie != null) {
            cookies.removeIf(cookie::isSameAs);
            cookies.add(cookie);
            changed = true;
          }
        }
      }
    }
    cookies.removeIf(cookie -> cookie.isExpired(now));
    while (cookies.size() > MAX_COOKIES) {
      cookies.remove(0);
    }
    if (changed && file != null) {
      write(file);
    }
  }

  private void write(Path to) throws IOException {
    OwnerFile.write(
        to, cookies.stream().map(KeptCookie::line).collect(Collectors.joining("\n", HEAD, "\n")));
  }

  private static String host(URI uri) {
    // A host with an underscore is none to java.net.URI.
    String host =
        uri.getHost() == null ? uri.getAuthority().replaceFirst(":\\d+$", "") : uri.getHost();
    return host.toLowerCase(Locale.ROOT);
  }

  private static String path(URI uri) {
    String path = uri.getRawPath();
    return path == null || path.isEmpty() ? "/" : path;
  }

  private static boolean overTls(URI uri) {
    return "https".equals(uri.getScheme()) || "wss".equals(uri.getScheme());
  }
}
