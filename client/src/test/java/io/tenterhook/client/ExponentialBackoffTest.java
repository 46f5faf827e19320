package io.tenterhook.client;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofNanos;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tenterhook.client.ReconnectPolicy.Failure;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExponentialBackoffTest {
  private static final Ending LOST =
      new Ending(
          DisconnectReason.TRANSPORT_ERROR,
          new TransportException(TransportException.Step.IO, 0, "reset", "", null));

  private static final double ALMOST_ONE = Math.nextDown(1.0);

  private final SplittableRandom random = new SplittableRandom(42);

  private static Failure failure(int number, Ending ending, double random) {
    return failure(number, ending, FailureKind.of(ending, false, false, false, false), random);
  }

  private static Failure failure(int number, Ending ending, FailureKind kind, double random) {
    return new Failure(number, ending, kind, false, true, true, random);
  }

  private static long nanos(ReconnectPolicy policy, int number, double random) {
    return policy.delayAfter(failure(number, LOST, random)).orElseThrow().toNanos();
  }

  static List<ExponentialBackoff> policies() {
    return List.of(
        ReconnectPolicy.patient(),
        ReconnectPolicy.eager(),
        ReconnectPolicy.exponential(ofMillis(1), ofSeconds(1)).withJitter(0),
        ReconnectPolicy.exponential(ofSeconds(3), ofSeconds(7)).withJitter(0.25),
        ReconnectPolicy.exponential(ofSeconds(2), ofSeconds(2)).withJitter(1),
        ReconnectPolicy.exponential(ofNanos(1), Duration.ofDays(36_500)));
  }

  @ParameterizedTest
  @MethodSource("policies")
  void neverLeavesItsRangeInTenThousandTries(ExponentialBackoff policy) {
    long least = nanos(policy.withJitter(0), 1, 0);
    long most = nanos(policy.withJitter(0), Integer.MAX_VALUE, 0);
    double jitter = share(policy);
    double floor = least * (1 - jitter);

    for (int number = 1; number <= 10_000; number++) {
      long delay = nanos(policy, number, random.nextDouble());

      assertThat(delay).as("try %s", number).isPositive().isLessThanOrEqualTo(most);
      assertThat((double) delay).as("try %s", number).isGreaterThanOrEqualTo(Math.floor(floor));
    }
  }

  private static double share(ExponentialBackoff policy) {
    String text = policy.toString();
    return Double.parseDouble(text.substring(text.lastIndexOf(' ') + 1));
  }

  @Test
  void doublesUpToTheCap() {
    ReconnectPolicy plain = ReconnectPolicy.patient().withJitter(0);

    assertThat(IntStream.rangeClosed(1, 9).mapToLong(i -> nanos(plain, i, 0) / 1_000_000_000))
        .containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L, 60L);
  }

  @Test
  void spreadsDelaysAtTheCapOverTheWholeShare() {
    ReconnectPolicy policy = ReconnectPolicy.patient();

    long[] delays =
        IntStream.range(0, 10_000).mapToLong(i -> nanos(policy, 50, random.nextDouble())).toArray();

    long shortest = Arrays.stream(delays).min().orElseThrow();
    long longest = Arrays.stream(delays).max().orElseThrow();
    assertThat(longest - shortest).isGreaterThan(ofSeconds(29).toNanos());
    assertThat(Arrays.stream(delays).average().orElseThrow())
        .isBetween((double) ofSeconds(44).toNanos(), (double) ofSeconds(46).toNanos());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 1_015, 1_000_000, Integer.MAX_VALUE})
  void staysWithinRangeAfterAnyNumberOfFailures(int number) {
    for (ExponentialBackoff policy : policies()) {
      assertThat(nanos(policy, number, 0)).as("%s", policy).isPositive();
      assertThat(nanos(policy, number, ALMOST_ONE)).as("%s", policy).isPositive();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = DisconnectReason.class,
      names = {"REFUSED", "SERVER_DISCONNECT", "CLIENT_DISCONNECT"})
  void givesUpWhereTryingAgainCannotHelp(DisconnectReason reason) {
    Ending ending = new Ending(reason, null);

    assertThat(ReconnectPolicy.patient().delayAfter(failure(1, ending, 0))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = DisconnectReason.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"REFUSED", "SERVER_DISCONNECT", "CLIENT_DISCONNECT"})
  void triesAgainAfterEverythingElse(DisconnectReason reason) {
    Ending ending = new Ending(reason, null);

    assertThat(ReconnectPolicy.patient().delayAfter(failure(1, ending, 0)))
        .isEqualTo(Optional.of(ofSeconds(1)));
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 404})
  void givesUpOnAnHttpStatusThatWillNotChange(int status) {
    assertThat(ReconnectPolicy.eager().delayAfter(failure(1, http(status), 0))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {302, 400, 408, 429, 500, 502, 503, 504})
  void triesAgainOnAnHttpStatusThatMayChange(int status) {
    assertThat(ReconnectPolicy.eager().delayAfter(failure(1, http(status), 0))).isPresent();
  }

  private static Ending http(int status) {
    return new Ending(
        DisconnectReason.UNREACHABLE,
        new TransportException(TransportException.Step.HTTP, status, "HTTP", "", null));
  }

  @Test
  void givesUpOnTheFirstConnectionOnlyIfToldSo() {
    ReconnectPolicy policy = ReconnectPolicy.eager().onlyAfterFirstConnect();

    assertThat(policy.delayAfter(first(false, true))).isEmpty();
    assertThat(policy.delayAfter(first(true, true))).isPresent();
    assertThat(policy.delayAfter(first(false, false))).as("others are left to try").isPresent();
  }

  private static Failure first(boolean everConnected, boolean everywhere) {
    return new Failure(1, LOST, FailureKind.TRANSIENT, false, everConnected, everywhere, 0);
  }

  @Test
  void triesFreshCredentialsOnceAndAtOnce() {
    ReconnectPolicy policy = ReconnectPolicy.patient();

    assertThat(policy.delayAfter(new Failure(7, LOST, FailureKind.REFRESH, false, true, true, 0)))
        .contains(Duration.ZERO);
    assertThat(policy.delayAfter(new Failure(8, LOST, FailureKind.REFRESH, true, true, true, 0)))
        .isEmpty();
  }

  @Test
  void anotherOpinionReplacesOurs() {
    Ending sentAway = new Ending(DisconnectReason.SERVER_DISCONNECT, null);
    ReconnectPolicy policy =
        ReconnectPolicy.patient()
            .classifying(
                failure ->
                    failure.ending() == sentAway ? FailureKind.TRANSIENT : FailureKind.PERMANENT)
            .withJitter(0);

    assertThat(policy.delayAfter(failure(1, sentAway, 0))).contains(ofSeconds(1));
    assertThat(policy.delayAfter(failure(1, LOST, 0))).isEmpty();
  }

  @Test
  void refusesAMaximumBelowTheMinimum() {
    assertThatThrownBy(() -> ReconnectPolicy.exponential(ofSeconds(2), ofSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("max is PT1S")
        .hasMessageContaining("PT2S");
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1.1, Double.NaN, Double.POSITIVE_INFINITY})
  void refusesAJitterThatIsNoShare(double jitter) {
    assertThatThrownBy(() -> ReconnectPolicy.eager().withJitter(jitter))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("jitter is " + jitter);
  }

  @Test
  void refusesADelayOfNothing() {
    assertThatThrownBy(() -> ReconnectPolicy.exponential(Duration.ZERO, ofSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("min is PT0S");
    assertThatThrownBy(() -> ReconnectPolicy.exponential(ofSeconds(-1), ofSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("more than zero");
  }
}
