package io.tenterhook.client;

import io.tenterhook.client.spi.OwnTls;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Whom a client trusts and how it identifies itself, from PEM files. They are read at once, and not
 * again: renewed ones need another client. The server's host name is verified, but for {@link
 * #trustingEverythingInsecurely()}. Immutable.
 *
 * <pre>{@code
 * builder.tls(
 *     Tls.trusting(Path.of("ca.pem"))
 *         .identifiedBy(Path.of("client.pem"), Path.of("client-key.pem")));
 * }</pre>
 */
public final class Tls {
  private static final char[] IN_MEMORY = "in memory only".toCharArray();
  private static final byte[] PROOF = {1, 2, 3};
  private static final int SHA256_BYTES = 32;
  private static final Tls SYSTEM = new Tls(false, List.of(), List.of(), null, Set.of());

  private final boolean insecure;
  private final List<X509Certificate> authorities;
  private final List<X509Certificate> identity;
  private final @Nullable PrivateKey key;
  private final Set<String> pins;

  private Tls(
      boolean insecure,
      List<X509Certificate> authorities,
      List<X509Certificate> identity,
      @Nullable PrivateKey key,
      Set<String> pins) {
    this.insecure = insecure;
    this.authorities = authorities;
    this.identity = identity;
    this.key = key;
    this.pins = pins;
  }

  /**
   * Trusts the authorities of the JDK's trust store.
   *
   * @return as a client has it by default
   */
  public static Tls system() {
    return SYSTEM;
  }

  /**
   * Trusts these authorities, or self-signed certificates, and no others.
   *
   * @param certificates a PEM file of one or more
   * @return such TLS
   * @throws IllegalArgumentException if the file cannot be used; its message says what to do
   */
  public static Tls trusting(Path certificates) {
    return new Tls(false, List.copyOf(Pem.certificates(certificates)), List.of(), null, Set.of());
  }

  /**
   * Trusts every certificate, of whatever host: expired, self-signed, or an attacker's.
   *
   * <p><b>Whoever stands between this client and its server can then read and change all they say,
   * tokens included.</b> For diagnosis, and for tests on one machine. To trust one server that has
   * made its own certificate, give that certificate to {@link #trusting} instead.
   *
   * @return such TLS; the host name is not verified either
   */
  public static Tls trustingEverythingInsecurely() {
    return new Tls(true, List.of(), List.of(), null, Set.of());
  }

  /**
   * Shows a certificate to servers that ask for one (mutual TLS).
   *
   * @param certificates a PEM file: the client's certificate, then those between it and the
   *     authority, if any
   * @param privateKey a PEM file with the key of the first certificate: RSA, EC or Ed25519 as
   *     unencrypted PKCS#8; may be the same file
   * @return such TLS
   * @throws IllegalArgumentException if a file cannot be used, or the key is not that of the
   *     certificate
   */
  public Tls identifiedBy(Path certificates, Path privateKey) {
    List<X509Certificate> chain = List.copyOf(Pem.certificates(certificates));
    PrivateKey read = Pem.key(privateKey);
    PublicKey certified = chain.get(0).getPublicKey();
    if (!fits(read, certified)) {
      throw new IllegalArgumentException(
          "The "
              + read.getAlgorithm()
              + " key in "
              + privateKey
              + " is not that of the first certificate in "
              + certificates
              + ", which has another "
              + certified.getAlgorithm()
              + " key: are the files of one pair, and the client's own certificate the first?");
    }
    return new Tls(insecure, authorities, chain, read, pins);
  }

  /**
   * Refuses servers whose certificate, though trusted, has another public key. With several pins
   * one must fit: add that of the next key before the server changes to it.
   *
   * @param pin {@code sha256/} and the Base64 of the SHA-256 of the certificate's
   *     SubjectPublicKeyInfo
   * @return such TLS
   * @throws IllegalArgumentException if that is no pin
   */
  public Tls withPin(String pin) {
    byte[] hash = {};
    try {
      if (pin.startsWith(ServerTrust.PREFIX)) {
        hash = Base64.getDecoder().decode(pin.substring(ServerTrust.PREFIX.length()));
      }
    } catch (IllegalArgumentException e) {
      // No Base64: refused below, like any other length.
    }
    if (hash.length != SHA256_BYTES) {
      throw new IllegalArgumentException(
          "pin is " + Excerpts.of(pin) + " but must be sha256/ and 44 characters of Base64");
    }
    Set<String> more = new HashSet<>(pins);
    more.add(ServerTrust.pin(hash));
    return new Tls(insecure, authorities, identity, key, Set.copyOf(more));
  }

  /**
   * The same for other users of TLS, such as an HTTP client that fetches tokens. The pins are in
   * it, and what an insecure one trusts; whether the host name is verified is otherwise up to its
   * user. A transport with a TLS of its own, by BoringSSL for example, knows what it is made of.
   *
   * @return a new context
   */
  public SSLContext sslContext() {
    try {
      X509ExtendedTrustManager trust = trust();
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys(), new TrustManager[] {trust}, null);
      return new OwnTls(context, trust, key == null ? null : new OwnTls.Identity(key, identity));
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("The JDK's TLS does not take these certificates", e);
    }
  }

  private KeyManager @Nullable [] keys() throws GeneralSecurityException, IOException {
    if (key == null) {
      return null;
    }
    KeyStore store = emptyStore();
    store.setKeyEntry("client", key, IN_MEMORY, identity.toArray(X509Certificate[]::new));
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, IN_MEMORY);
    return factory.getKeyManagers();
  }

  private X509ExtendedTrustManager trust() throws GeneralSecurityException, IOException {
    KeyStore store = null;
    if (!authorities.isEmpty()) {
      store = emptyStore();
      for (X509Certificate authority : authorities) {
        store.setCertificateEntry("authority " + store.size(), authority);
      }
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    // Null means the JDK's own.
    factory.init(store);
    X509ExtendedTrustManager trust =
        insecure ? new BlindTrust() : (X509ExtendedTrustManager) factory.getTrustManagers()[0];
    return new ServerTrust(trust, pins);
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private static boolean fits(PrivateKey key, PublicKey certified) {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> "EdDSA";
        };
    try {
      Signature signing = Signature.getInstance(algorithm);
      signing.initSign(key);
      signing.update(PROOF);
      byte[] signature = signing.sign();
      Signature verifying = Signature.getInstance(algorithm);
      verifying.initVerify(certified);
      verifying.update(PROOF);
      return verifying.verify(signature);
    } catch (GeneralSecurityException e) {
      // A key of another kind than the certificate's.
      return false;
    }
  }
}
