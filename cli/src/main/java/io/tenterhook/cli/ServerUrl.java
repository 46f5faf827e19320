package io.tenterhook.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;

/** The short forms of a server's URL: {@code :3000} and {@code host:3000} mean http. */
final class ServerUrl implements ITypeConverter<String> {
  private static final Pattern PORT = Pattern.compile(":(\\d{1,5})");
  private static final Pattern WITH_PATH = Pattern.compile("\\w+://[^/?#]+(/[^?#]+).*");

  @Override
  public String convert(String text) {
    Matcher port = PORT.matcher(text);
    if (port.matches()) {
      return "http://localhost:" + port.group(1);
    }
    return text.contains("://") ? text : "http://" + text;
  }

  /** The path of a URL; empty if it has none, or nothing but a slash. */
  static String path(String url) {
    Matcher withPath = WITH_PATH.matcher(url);
    return withPath.matches() && !url.contains("@") ? withPath.group(1) : "";
  }

  /** The URL without its path. */
  static String dropPath(String url) {
    String path = path(url);
    int at = url.indexOf(path, url.indexOf("://") + 3);
    return url.substring(0, at) + url.substring(at + path.length());
  }

  /**
   * The URL, which must have no path.
   *
   * @throws CommandFailure that says both things a path could mean
   */
  static String withoutPath(String url) {
    String path = path(url);
    if (!path.isEmpty()) {
      throw CommandFailure.usage(
          "the URL has the path " + path,
          "a namespace is given by -n " + path + ", the HTTP path by --path " + path);
    }
    return url;
  }
}
