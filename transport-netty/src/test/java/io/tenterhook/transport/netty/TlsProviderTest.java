package io.tenterhook.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslEngine;
import io.tenterhook.client.Tls;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIf;
import org.junit.jupiter.api.extension.ExtendWith;

/** Runs with, and without, BoringSSL on the class path: see the executions in the POM. */
@ExtendWith(NoLeaks.class)
class TlsProviderTest {
  private static boolean hasBoringSsl() {
    return Objects.equals(System.getProperty(TlsProvider.PROPERTY), "openssl");
  }

  private static SSLEngine engineOf(SSLContext context) throws Exception {
    return new TlsEngines(TlsProvider.best())
        .handler(context, OneLoop.secure("server.example", 443, context))
        .engine();
  }

  @Test
  void takesBoringSslWhereItIs() {
    assertThat(OpenSsl.isAvailable()).isEqualTo(hasBoringSsl());
    assertThat(TlsProvider.choose(null))
        .isEqualTo(hasBoringSsl() ? TlsProvider.OPENSSL : TlsProvider.JDK);
    assertThat(TlsProvider.choose("jdk")).isEqualTo(TlsProvider.JDK);
  }

  @Test
  void theNameOfTheTransportShowsIt() {
    String name = new NettyTransportProvider().name();

    assertThat(name.endsWith("-boringssl")).as(name).isEqualTo(hasBoringSsl());
  }

  @Test
  void anSslContextOfTheUsersHasTheEnginesOfTheJdk() throws Exception {
    SSLContext users = SSLContext.getInstance("TLS");
    users.init(null, null, null);

    assertThat(engineOf(users)).isNotInstanceOf(OpenSslEngine.class);
    assertThat(engineOf(SSLContext.getDefault())).isNotInstanceOf(OpenSslEngine.class);
  }

  @Test
  void whatTlsIsMadeOfHasTheEnginesOfBoringSslWhereItIs() throws Exception {
    for (Tls tls : new Tls[] {Tls.system(), Tls.trustingEverythingInsecurely()}) {
      assertThat(engineOf(tls.sslContext()) instanceof OpenSslEngine).isEqualTo(hasBoringSsl());
    }
  }

  @Test
  @DisabledIf("hasBoringSsl")
  void saysWhyTheOneThatIsNamedDoesNotWork() {
    assertThatThrownBy(() -> TlsProvider.choose("openssl"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("io.tenterhook.netty.tls is openssl, which does not work here: ");
  }

  @Test
  void refusesANameThatNoneHas() {
    assertThatThrownBy(() -> TlsProvider.choose("BoringSSL"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("is BoringSSL but must be one of jdk, openssl");
  }
}
