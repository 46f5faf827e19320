package io.tenterhook.transport.netty;

import io.netty.handler.ssl.OpenSsl;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whose TLS is spoken: the JDK's, or BoringSSL's where a user has added Netty's jar of it (or its
 * jar for an OpenSSL of the system's). The one place where this is chosen; {@link TlsEngines}
 * obeys.
 */
enum TlsProvider {
  JDK,
  OPENSSL;

  /** The system property that overrules the choice: {@code jdk} or {@code openssl}. */
  static final String PROPERTY = "io.tenterhook.netty.tls";

  /**
   * The one that the system property names, else OpenSSL where it is. Loads its library: not for
   * the loop.
   *
   * @throws IllegalStateException if the property names one that does not work, or none
   */
  static TlsProvider best() {
    return choose(System.getProperty(PROPERTY));
  }

  static TlsProvider choose(@Nullable String wanted) {
    if (wanted == null) {
      return OpenSsl.isAvailable() ? OPENSSL : JDK;
    }
    return switch (wanted) {
      case "jdk" -> JDK;
      case "openssl" -> {
        Throwable missing = OpenSsl.unavailabilityCause();
        if (missing != null) {
          throw new IllegalStateException(
              PROPERTY
                  + " is openssl, which does not work here: "
                  + missing.getClass().getSimpleName()
                  + ": "
                  + Excerpt.of(String.valueOf(missing.getMessage())),
              missing);
        }
        yield OPENSSL;
      }
      default ->
          throw new IllegalStateException(
              PROPERTY + " is " + Excerpt.of(wanted) + " but must be one of jdk, openssl");
    };
  }

  /** What stands behind the transport's name; nothing for the JDK's. */
  String suffix() {
    if (this == JDK) {
      return "";
    }
    String version = String.valueOf(OpenSsl.versionString()).toLowerCase(Locale.ROOT);
    return version.contains("boringssl") ? "-boringssl" : "-openssl";
  }
}
