package io.tenterhook.cli.probe;

import io.tenterhook.cli.probe.Step.Kind;
import io.tenterhook.cli.probe.Verdict.Outcome;
import io.tenterhook.cli.probe.Verdict.Seen;
import io.tenterhook.client.spi.ProxyTunnel;
import java.util.List;
import java.util.Optional;

/** The mistake when no session could be opened. */
final class Unreached {
  /** What explains more comes first: both transports may have met different things. */
  private static final List<Finding> TELLING =
      List.of(
          Finding.TLS_WANTED,
          Finding.OLD_ENGINE_IO,
          Finding.HANDSHAKE_FORBIDDEN,
          Finding.HTTP_FORBIDDEN,
          Finding.GATEWAY_ERROR,
          Finding.REDIRECT,
          Finding.PLAIN_WEBSOCKET,
          Finding.TRANSPORT_NOT_ALLOWED,
          Finding.SESSION_UNKNOWN,
          Finding.BAD_REQUEST,
          Finding.HTML_PAGE,
          Finding.NOT_HTTP,
          Finding.NO_HTTP_ANSWER);

  private final Seen seen;
  private final String where;

  Unreached(Seen seen) {
    this.seen = seen;
    this.where = seen.target().host() + ":" + seen.target().port();
  }

  Verdict verdict() {
    for (Kind kind : List.of(Kind.DNS, Kind.TCP, Kind.PROXY, Kind.TLS)) {
      Finding finding = seen.finding(kind);
      if (finding != null && finding != Finding.CERTIFICATE_UNCHECKED && !tried(Kind.POLLING)) {
        return network(finding, seen.says(kind));
      }
    }
    if (seen.finding(Kind.PATH) == Finding.FOUND_ELSEWHERE) {
      return elsewhere();
    }
    return TELLING.stream()
        .filter(
            finding ->
                finding == seen.finding(Kind.POLLING) || finding == seen.finding(Kind.WEBSOCKET))
        .findFirst()
        .map(this::answered)
        .orElseGet(this::nothing);
  }

  private boolean tried(Kind kind) {
    return seen.steps().stream().anyMatch(step -> step.kind() == kind);
  }

  Verdict elsewhere() {
    String path = seen.detail(Kind.PATH, "path");
    return say(
        Finding.FOUND_ELSEWHERE,
        "Socket.IO is at the path " + path + ", not at " + seen.target().path() + ".",
        "--path " + path + "; in code path(\"" + path + "\")");
  }

  private Verdict network(Finding finding, String says) {
    String host = seen.target().host();
    ProxyTunnel proxy = seen.target().way().proxy();
    if (proxy != null && seen.finding(Kind.TLS) == null) {
      return byProxy(finding, proxy, says);
    }
    return switch (finding) {
      case HOST_UNKNOWN ->
          say(finding, "No address is known for " + host + ".", "is the host name spelled right?");
      case PORT_CLOSED ->
          say(
              finding,
              "Nobody listens at " + where + ".",
              "is the server running, and is the port right?");
      case NO_TCP_ANSWER ->
          say(
              finding,
              where + " does not answer at all.",
              "does a firewall stand between, and is the address right?");
      case UNIX_SOCKET_CLOSED ->
          say(
              finding,
              "Nobody listens at " + says + ".",
              "is the server running, and is --unix the file that it listens at?");
      case TLS_NOT_SPOKEN ->
          say(
              finding,
              "The port " + seen.target().port() + " does not speak TLS.",
              "write http:// for https://, or ask for the port of TLS");
      case CERTIFICATE_EXPIRED ->
          say(
              finding,
              "The certificate of " + host + " has expired on " + until() + ".",
              "renew it; is the clock of this machine right?");
      case CERTIFICATE_NOT_YET_VALID ->
          say(
              finding,
              "The certificate of " + host + " is not valid yet.",
              "is the clock of this machine right?");
      case CERTIFICATE_OF_ANOTHER_HOST ->
          say(
              finding,
              "The certificate is not for "
                  + host
                  + " but "
                  + seen.detail(Kind.TLS, "subject")
                  + ".",
              "use a host name that is in it, or have it made for this one");
      case CERTIFICATE_UNTRUSTED ->
          say(
              finding,
              "No authority that is trusted here stands behind the certificate of " + host + ".",
              "--cacert with the authority's certificate; in code tls(Tls.trusting(…)). Does the"
                  + " server send the certificates between?");
      case CLIENT_CERTIFICATE_WANTED ->
          say(
              finding,
              "The server wants a certificate of the client, or another one.",
              "--cert and --key; in code Tls.identifiedBy(…)");
      default -> say(finding, "There is no connection: " + says + ".", "-v shows each request");
    };
  }

  private Verdict byProxy(Finding finding, ProxyTunnel proxy, String says) {
    String whose = "The proxy " + proxy.hostAndPort();
    return switch (finding) {
      case PROXY_AUTH_WANTED ->
          say(
              finding,
              whose + (proxy.credentials() == null ? " wants" : " wants other") + " credentials.",
              "--proxy scheme://user:password@host:port, best from TENTER_PROXY; in code"
                  + " Proxy.withCredentials(…)");
      case PROXY_REFUSED ->
          say(
              finding,
              whose + " makes no tunnel to " + where + ": " + says + ".",
              "do its rules allow a tunnel to that host and port?");
      case UNREACHABLE_BY_PROXY ->
          say(
              finding,
              whose + " does not reach " + where + ": " + says + ".",
              "is the server up, and its name known to the proxy?");
      case PROXY_NOT_SPOKEN ->
          say(
              finding,
              "What listens at " + proxy.hostAndPort() + " does not act as a proxy: " + says + ".",
              "is the port right, and the scheme of --proxy, http or socks5?");
      default ->
          say(
              finding,
              whose + " cannot be reached: " + says + ".",
              "is --proxy right, and the proxy running?");
    };
  }

  private String until() {
    return seen.detail(Kind.TLS, "validUntil");
  }

  private Verdict answered(Finding finding) {
    String says = told(finding);
    return switch (finding) {
      case TLS_WANTED ->
          say(
              finding,
              "The port " + seen.target().port() + " speaks TLS, but the URL is without.",
              "write https:// for http://");
      case OLD_ENGINE_IO ->
          say(
              finding,
              "The server is Socket.IO 2 or older (Engine.IO 3), which no client of today speaks.",
              "update the server to 3 or 4; or use a client of version 2");
      case HANDSHAKE_FORBIDDEN ->
          say(
              finding,
              "The server's allowRequest refuses this client.",
              "does it want a header (-H), a cookie or a query parameter (-q)?");
      case HTTP_FORBIDDEN ->
          say(
              finding,
              "HTTP wants credentials before Socket.IO is asked: " + says + ".",
              "does it want a header (-H), a cookie or a query parameter (-q)?");
      case GATEWAY_ERROR ->
          say(
              finding,
              "A proxy or a balancer answers, but has no server behind it: " + says + ".",
              "is the server running, and does the proxy know its address?");
      case REDIRECT ->
          say(
              finding,
              "The server sends you elsewhere: " + says + ". Clients do not follow.",
              "use the URL it names, unless it is a log-in page");
      case PLAIN_WEBSOCKET ->
          say(
              finding,
              "This is a WebSocket server, but it does not speak Socket.IO.",
              "use a plain WebSocket client, or the address of the Socket.IO server");
      case TRANSPORT_NOT_ALLOWED ->
          say(
              finding,
              "The server does not allow the transport you ask for.",
              "leave -t out, or name the other one");
      case HTML_PAGE ->
          say(
              finding,
              "A web page answers, no Socket.IO: a web server, or the log-in page of a proxy or"
                  + " a network.",
              "is the port right? Open the URL in a browser to see who answers");
      case NOT_HTTP ->
          say(
              finding,
              "What listens at " + where + " is no web server: " + says + ".",
              "is the port right?");
      case NO_HTTP_ANSWER ->
          say(
              finding,
              where + " takes connections but does not answer HTTP: " + says + ".",
              "does the server hang? are the port and --path right?");
      default -> say(finding, "The server refuses: " + says + ".", "the server's log may say why");
    };
  }

  private String told(Finding finding) {
    return finding == seen.finding(Kind.POLLING)
        ? seen.says(Kind.POLLING)
        : seen.says(Kind.WEBSOCKET);
  }

  private Verdict nothing() {
    Finding finding =
        Optional.ofNullable(seen.finding(Kind.POLLING))
            .or(() -> Optional.ofNullable(seen.finding(Kind.WEBSOCKET)))
            .orElse(Finding.NO_ANSWERS);
    return say(
        finding,
        "A web server answers at " + where + ", but no Socket.IO: " + told(finding) + ".",
        "does the server attach Socket.IO, at this port, and at which --path?");
  }

  private static Verdict say(Finding finding, String says, String next) {
    return Verdict.of(Outcome.UNREACHABLE, finding, says, next);
  }
}
