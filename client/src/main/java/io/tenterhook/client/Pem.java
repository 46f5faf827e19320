package io.tenterhook.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads certificates and keys from files (RFC 7468). What is wrong with one is said with its path
 * and with what to do; its content, which may be a key, never.
 *
 * <pre>
 * (anything)
 * -----BEGIN CERTIFICATE-----
 * MIIB… in Base64, lines of any length
 * -----END CERTIFICATE-----
 * </pre>
 */
final class Pem {
  private static final int MAX_BYTES = 1 << 20;
  private static final int DER_SEQUENCE = 0x30;
  private static final String CERTIFICATE = "CERTIFICATE";
  private static final String KEY = "PRIVATE KEY";
  private static final List<String> KEY_ALGORITHMS = List.of("RSA", "EC", "EdDSA");
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,40})-----(.*?)-----END \\1-----", Pattern.DOTALL);

  private record Block(String label, String text) {}

  private final Path file;
  private final List<Block> blocks = new ArrayList<>();

  private Pem(Path file) {
    this.file = file;
    byte[] bytes = content();
    Matcher block = BLOCK.matcher(new String(bytes, StandardCharsets.ISO_8859_1));
    while (block.find()) {
      blocks.add(new Block(block.group(1), block.group(2)));
    }
    if (blocks.isEmpty()) {
      boolean der = bytes.length > 0 && bytes[0] == DER_SEQUENCE;
      throw unusable(
          "is not PEM: it has no \"-----BEGIN …-----\""
              + (der ? "; it looks like DER, which openssl turns into PEM" : ""));
    }
  }

  /** All certificates of a file, in their order. */
  static List<X509Certificate> certificates(Path file) {
    Pem pem = new Pem(file);
    List<X509Certificate> certificates = new ArrayList<>();
    for (Block block : pem.blocks) {
      if (block.label.equals(CERTIFICATE)) {
        certificates.add(pem.certificate(block));
      }
    }
    if (certificates.isEmpty()) {
      throw pem.expected(CERTIFICATE);
    }
    return certificates;
  }

  /** The first private key of a file. */
  static PrivateKey key(Path file) {
    Pem pem = new Pem(file);
    for (Block block : pem.blocks) {
      if (block.label.equals(KEY)) {
        return pem.key(block);
      }
      if (block.label.startsWith("ENCRYPTED") || block.text.contains("ENCRYPTED")) {
        throw pem.unusable("is encrypted: decrypt it by \"openssl pkcs8\" or \"openssl pkey\"");
      }
      if (block.label.endsWith(KEY)) {
        throw pem.unusable(
            "has a \""
                + block.label
                + "\" but must have PKCS#8: convert it by \"openssl pkcs8 -topk8 -nocrypt\"");
      }
    }
    throw pem.expected(KEY);
  }

  private byte[] content() {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw unusable("has more than " + MAX_BYTES + " bytes");
      }
      return bytes;
    } catch (NoSuchFileException e) {
      throw unusable("does not exist", e);
    } catch (IOException e) {
      throw unusable("cannot be read (" + e.getClass().getSimpleName() + ")", e);
    }
  }

  private X509Certificate certificate(Block block) {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(decoded(block)));
    } catch (CertificateException e) {
      throw unusable("has a damaged certificate", e);
    }
  }

  private PrivateKey key(Block block) {
    PKCS8EncodedKeySpec encoded = new PKCS8EncodedKeySpec(decoded(block));
    for (String algorithm : KEY_ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(encoded);
      } catch (InvalidKeySpecException e) {
        // It may be one of the others.
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("Every JDK has " + algorithm, e);
      }
    }
    throw unusable("has a key that is damaged or of another kind than " + KEY_ALGORITHMS);
  }

  private byte[] decoded(Block block) {
    try {
      return Base64.getDecoder().decode(block.text.replaceAll("\\s", ""));
    } catch (IllegalArgumentException e) {
      // Without its cause, which quotes the text.
      throw unusable("has a \"" + block.label + "\" that is not Base64");
    }
  }

  private IllegalArgumentException expected(String label) {
    return unusable("has a \"" + blocks.get(0).label + "\" but must have a \"" + label + "\"");
  }

  private IllegalArgumentException unusable(String why) {
    return new IllegalArgumentException("The file " + file + " " + why);
  }

  private IllegalArgumentException unusable(String why, Exception cause) {
    return new IllegalArgumentException("The file " + file + " " + why, cause);
  }
}
