package io.tenterhook.client.spi;

import java.security.KeyManagementException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * An {@link SSLContext} that says what it was made of, for a transport with a TLS of its own: an
 * SSLContext by itself can be used by the JDK's engines alone. Such a transport trusts whom {@link
 * #trust()} trusts, which judges the host name too, and shows {@link #identity()}. All others use
 * it as the context that it is.
 */
public final class OwnTls extends SSLContext {
  private final X509ExtendedTrustManager trust;
  private final @Nullable Identity identity;

  /**
   * What is shown to servers that ask for it.
   *
   * @param key of the first certificate
   * @param chain from the client's certificate upwards
   */
  public record Identity(PrivateKey key, List<X509Certificate> chain) {
    /** The name alone: the key is secret. */
    @Override
    public String toString() {
      return "Identity[" + chain.get(0).getSubjectX500Principal() + "]";
    }
  }

  /**
   * The same as an initialised context.
   *
   * @param context made of the other two
   * @param trust whom it trusts
   * @param identity what it shows; null for nothing
   */
  public OwnTls(SSLContext context, X509ExtendedTrustManager trust, @Nullable Identity identity) {
    super(new Delegate(context), context.getProvider(), context.getProtocol());
    this.trust = trust;
    this.identity = identity;
  }

  /**
   * Whom it trusts.
   *
   * @return judges chain, host name and pins
   */
  public X509ExtendedTrustManager trust() {
    return trust;
  }

  /**
   * What it shows.
   *
   * @return null for nothing
   */
  public @Nullable Identity identity() {
    return identity;
  }

  private static final class Delegate extends SSLContextSpi {
    private final SSLContext context;

    Delegate(SSLContext context) {
      this.context = context;
    }

    @Override
    protected void engineInit(
        KeyManager @Nullable [] keys,
        TrustManager @Nullable [] trust,
        @Nullable SecureRandom random)
        throws KeyManagementException {
      throw new KeyManagementException("it is initialised, and never anew");
    }

    @Override
    protected SSLSocketFactory engineGetSocketFactory() {
      return context.getSocketFactory();
    }

    @Override
    protected SSLServerSocketFactory engineGetServerSocketFactory() {
      return context.getServerSocketFactory();
    }

    @Override
    protected SSLEngine engineCreateSSLEngine() {
      return context.createSSLEngine();
    }

    @Override
    protected SSLEngine engineCreateSSLEngine(String host, int port) {
      return context.createSSLEngine(host, port);
    }

    @Override
    protected SSLSessionContext engineGetServerSessionContext() {
      return context.getServerSessionContext();
    }

    @Override
    protected SSLSessionContext engineGetClientSessionContext() {
      return context.getClientSessionContext();
    }

    @Override
    protected SSLParameters engineGetDefaultSSLParameters() {
      return context.getDefaultSSLParameters();
    }

    @Override
    protected SSLParameters engineGetSupportedSSLParameters() {
      return context.getSupportedSSLParameters();
    }
  }
}
