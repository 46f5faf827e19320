package io.tenterhook.client;

import java.net.Socket;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trusts what another trusts, host name included, if the server's own public key is among the pins
 * too. Not the key of an authority: the chain that a server sends may hold any that it likes. And
 * says of what it does not trust whether it is self-signed: the JDK tells that of no refusal.
 */
final class ServerTrust extends X509ExtendedTrustManager {
  static final String PREFIX = "sha256/";

  private final X509ExtendedTrustManager trust;
  private final Set<String> pins;

  /**
   * @param pins empty for any key
   */
  ServerTrust(X509ExtendedTrustManager trust, Set<String> pins) {
    this.trust = trust;
    this.pins = pins;
  }

  /** The pin that fits a certificate. */
  static String pinOf(X509Certificate certificate) {
    try {
      byte[] key = certificate.getPublicKey().getEncoded();
      return pin(MessageDigest.getInstance("SHA-256").digest(key));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }

  /** With padding, whether the user wrote it or not. */
  static String pin(byte[] sha256) {
    return PREFIX + Base64.getEncoder().encodeToString(sha256);
  }

  /** What is no matter of trust, an expired certificate for example, explains itself. */
  private static CertificateException explained(
      CertificateException refusal, X509Certificate[] chain) {
    if (!(refusal.getCause() instanceof CertPathBuilderException)) {
      return refusal;
    }
    boolean selfSigned =
        chain.length == 1
            && chain[0].getIssuerX500Principal().equals(chain[0].getSubjectX500Principal());
    return new CertificateException(
        selfSigned ? "it is self-signed" : "it is of an authority that is not trusted", refusal);
  }

  private void checkPin(X509Certificate[] chain) throws CertificateException {
    String came = pinOf(chain[0]);
    if (!pins.isEmpty() && !pins.contains(came)) {
      throw new CertificateException("no pin fits its public key " + came);
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    try {
      trust.checkServerTrusted(chain, type, engine);
    } catch (CertificateException refusal) {
      throw explained(refusal, chain);
    }
    checkPin(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    try {
      trust.checkServerTrusted(chain, type, socket);
    } catch (CertificateException refusal) {
      throw explained(refusal, chain);
    }
    checkPin(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    try {
      trust.checkServerTrusted(chain, type);
    } catch (CertificateException refusal) {
      throw explained(refusal, chain);
    }
    checkPin(chain);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    trust.checkClientTrusted(chain, type, engine);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    trust.checkClientTrusted(chain, type, socket);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    trust.checkClientTrusted(chain, type);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return trust.getAcceptedIssuers();
  }
}
