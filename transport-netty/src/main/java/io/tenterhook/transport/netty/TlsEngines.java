package io.tenterhook.transport.netty;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.NetUtil;
import io.tenterhook.client.spi.LinkRequest;
import io.tenterhook.client.spi.OwnTls;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.stream.Stream;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;

/**
 * Sets up TLS: version 1.2 or newer, the server's name sent (SNI), its certificate checked against
 * that name (RFC 2818). One for each loop, on which it lives.
 */
final class TlsEngines {

  private static final String[] NEW_ENOUGH = {"TLSv1.3", "TLSv1.2"};
  private static final Set<String> PROTOCOLS = Set.of(NEW_ENOUGH);

  private final TlsProvider provider;

  /** Costly to make, so kept for as long as whoever asks for it. */
  private final Map<OwnTls, SslContext> contexts = new WeakHashMap<>();

  TlsEngines(TlsProvider provider) {
    this.provider = provider;
  }

  /**
   * Makes the handler that speaks TLS with one server.
   *
   * @throws SSLException if the context has neither TLS 1.2 nor 1.3 enabled, or BoringSSL does not
   *     take the certificates
   */
  SslHandler handler(SSLContext context, LinkRequest request) throws SSLException {
    SSLEngine engine =
        provider == TlsProvider.OPENSSL && context instanceof OwnTls own
            ? openSsl(own).newEngine(ByteBufAllocator.DEFAULT, request.host(), request.port())
            : context.createSSLEngine(request.host(), request.port());
    engine.setUseClientMode(true);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    String[] protocols =
        Stream.of(parameters.getProtocols()).filter(PROTOCOLS::contains).toArray(String[]::new);
    if (protocols.length == 0) {
      throw new SSLException(
          "the SSLContext enables " + List.of(parameters.getProtocols()) + ", needed: TLSv1.2");
    }
    parameters.setProtocols(protocols);
    sendServerName(request.host(), parameters);
    engine.setSSLParameters(parameters);
    SslHandler handler = new SslHandler(engine);
    // The caller has a deadline for everything together, and aborts.
    handler.setHandshakeTimeoutMillis(0);
    return handler;
  }

  private SslContext openSsl(OwnTls own) throws SSLException {
    SslContext known = contexts.get(own);
    if (known == null) {
      known = build(own);
      contexts.put(own, known);
    }
    return known;
  }

  private static SslContext build(OwnTls own) throws SSLException {
    SslContextBuilder builder =
        SslContextBuilder.forClient()
            .sslProvider(SslProvider.OPENSSL)
            .protocols(NEW_ENOUGH)
            .trustManager(own.trust());
    OwnTls.Identity identity = own.identity();
    if (identity != null) {
      builder.keyManager(new OnlyIdentity(identity));
    }
    return builder.build();
  }

  /** The JDK by itself leaves names without a dot out, such as those inside a cluster. */
  private static void sendServerName(String host, SSLParameters parameters) {
    if (NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host)) {
      return;
    }
    String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    try {
      parameters.setServerNames(List.of(new SNIHostName(name)));
    } catch (IllegalArgumentException e) {
      // SNI has no place for such a name, one with an underscore for example: it goes without.
      parameters.setServerNames(List.of());
    }
  }
}
