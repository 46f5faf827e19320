package io.tenterhook.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.tenterhook.transport.netty.IoBackend.Candidate;
import java.net.UnixDomainSocketAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IoBackendTest {

  private static final Candidate WITHOUT_JAR =
      new Candidate(
          "absent",
          () -> {
            throw new NoClassDefFoundError("io/netty/channel/absent/Absent");
          });
  private static final Candidate WITHOUT_LIBRARY =
      new Candidate(
          "unlinked",
          () -> {
            throw (UnsatisfiedLinkError)
                new UnsatisfiedLinkError("failed to load the required native library")
                    .initCause(new UnsatisfiedLinkError("could not load a native library: abc"));
          });
  private static final Candidate OF_ANOTHER_SYSTEM =
      new Candidate(
          "foreign",
          () -> {
            throw new ExceptionInInitializerError(new IllegalStateException("Only on the moon"));
          });
  private static final Candidate DEFECTIVE =
      new Candidate(
          "defective",
          () -> {
            throw new IllegalStateException("it loses things");
          });
  private static final List<Candidate> ALL =
      List.of(
          WITHOUT_JAR,
          WITHOUT_LIBRARY,
          OF_ANOTHER_SYSTEM,
          DEFECTIVE,
          good("first"),
          good("second"));

  private static Candidate good(String name) {
    return new Candidate(
        name,
        () ->
            new IoBackend(
                name,
                NioIoHandler.newFactory(),
                NioSocketChannel::new,
                NioDomainSocketChannel::new,
                UnixDomainSocketAddress::of));
  }

  @Test
  void takesTheFirstThatWorksAndMissesNone() {
    assertThat(IoBackend.choose(ALL, null).name()).isEqualTo("first");
  }

  @Test
  void takesTheOneThatIsNamed() {
    assertThat(IoBackend.choose(ALL, "second").name()).isEqualTo("second");
  }

  @Test
  void saysWhyTheNamedOneDoesNotWork() {
    assertThatThrownBy(() -> IoBackend.choose(ALL, "absent"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("io.tenterhook.netty.backend is absent")
        .hasMessageContaining("NoClassDefFoundError: io/netty/channel/absent/Absent");
    assertThatThrownBy(() -> IoBackend.choose(ALL, "unlinked"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("UnsatisfiedLinkError: could not load a native library: abc");
    assertThatThrownBy(() -> IoBackend.choose(ALL, "foreign"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("IllegalStateException: Only on the moon");
    assertThatThrownBy(() -> IoBackend.choose(ALL, "defective"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("which does not work here: IllegalStateException: it loses things");
  }

  @Test
  void refusesANameThatNoneHas() {
    assertThatThrownBy(() -> IoBackend.choose(ALL, "Epoll"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(
            "is Epoll but must be one of absent, unlinked, foreign, defective, first,");
  }

  /** Runs with, and without, native libraries on the class path: see the executions in the POM. */
  @Test
  void theBackendOfThisRunIsTheOneTheProviderNames() {
    String expected = Optional.ofNullable(System.getProperty(IoBackend.PROPERTY)).orElse("nio");
    assertThat(IoBackend.best().name()).isEqualTo(expected);
    assertThat(new NettyTransportProvider().name())
        .isEqualTo("netty-" + expected + TlsProvider.best().suffix());
  }
}
