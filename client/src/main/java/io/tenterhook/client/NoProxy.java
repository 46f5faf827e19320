package io.tenterhook.client;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Servers that are reached without a proxy, as curl reads {@code no_proxy}: there is no standard.
 * Nothing is looked up.
 */
final class NoProxy {
  static final NoProxy NOTHING = new NoProxy(List.of());

  private static final int ANY_PORT = 0;
  private static final Pattern WITH_PORT = Pattern.compile("(\\[[^]]+]|[^:\\[\\]]+):([0-9]{1,5})");
  private static final Pattern NAME =
      Pattern.compile("\\*?\\.*([\\p{L}\\p{N}._-]*[\\p{L}\\p{N}_-])\\.?");
  private static final Pattern IPV4 =
      Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(?:\\.(?!$)|$)){4}");

  /** A host of the server's URL, in lower case, or its address if it is a literal. */
  private interface Rule {
    boolean covers(String name, byte @Nullable [] address, int port);
  }

  private final List<Rule> rules;

  private NoProxy(List<Rule> rules) {
    this.rules = rules;
  }

  static NoProxy of(String... servers) {
    List<Rule> rules = new ArrayList<>();
    for (String server : servers) {
      rules.add(rule(server.strip()));
    }
    return new NoProxy(rules);
  }

  /** The value of the variable: separated by commas or blanks. */
  static NoProxy parse(String list) {
    return of(
        Arrays.stream(list.split("[,\\s]+", -1))
            .filter(server -> !server.isEmpty())
            .toArray(String[]::new));
  }

  boolean covers(String host, int port) {
    String name = host.toLowerCase(Locale.ROOT);
    String bare = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    byte[] address = literal(host);
    return rules.stream().anyMatch(rule -> rule.covers(bare, address, port));
  }

  private static Rule rule(String server) {
    if (server.equals("*")) {
      return (name, address, port) -> true;
    }
    int slash = server.indexOf('/');
    if (slash >= 0) {
      return network(server, slash);
    }
    // A bare IPv6 address has colons, and no port.
    Matcher parts = WITH_PORT.matcher(server);
    boolean hasPort = parts.matches();
    String host = hasPort ? parts.group(1) : server;
    int only = hasPort ? Integer.parseInt(parts.group(2)) : ANY_PORT;
    if (hasPort && (only < 1 || only > 65_535)) {
      throw refuse(server);
    }
    byte[] wanted = literal(host);
    if (wanted != null) {
      return (name, address, port) -> fits(only, port) && Arrays.equals(wanted, address);
    }
    Matcher known = NAME.matcher(host);
    if (!known.matches()) {
      throw refuse(server);
    }
    String suffix = known.group(1).toLowerCase(Locale.ROOT);
    return (name, address, port) ->
        fits(only, port) && address == null && (name.equals(suffix) || name.endsWith("." + suffix));
  }

  private static boolean fits(int only, int port) {
    return only == ANY_PORT || only == port;
  }

  private static Rule network(String server, int slash) {
    byte[] network = literal(server.substring(0, slash));
    String digits = server.substring(slash + 1);
    if (network == null
        || !digits.matches("[0-9]{1,3}")
        || Integer.parseInt(digits) > network.length * Byte.SIZE) {
      throw refuse(server);
    }
    int bits = Integer.parseInt(digits);
    return (name, address, port) ->
        address != null && address.length == network.length && sameStart(network, address, bits);
  }

  private static boolean sameStart(byte[] one, byte[] other, int bits) {
    int whole = bits / Byte.SIZE;
    int rest = bits % Byte.SIZE;
    return Arrays.equals(one, 0, whole, other, 0, whole)
        && (rest == 0 || ((one[whole] ^ other[whole]) & 0xFF) >>> (Byte.SIZE - rest) == 0);
  }

  /** The address that a text is; null if it is a name. A zone is left out. */
  private static byte @Nullable [] literal(String host) {
    String bare =
        host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    bare = bare.split("%", 2)[0];
    if (!bare.contains(":") && !IPV4.matcher(bare).matches()) {
      return null;
    }
    try {
      // The JDK never asks DNS about either.
      return InetAddress.getByName(bare.contains(":") ? "[" + bare + "]" : bare).getAddress();
    } catch (UnknownHostException invalid) {
      return null;
    }
  }

  private static IllegalArgumentException refuse(String server) {
    return new IllegalArgumentException(
        "cannot except "
            + Excerpts.of(server)
            + " from the proxy: write a host, .domain, address, address/bits, host:port, or *");
  }
}
