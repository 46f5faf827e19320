package io.tenterhook.testing;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BoundedTest {
  @Test
  void forgetsTheOldestAboveTheCount() {
    Bounded<String> log = new Bounded<>(2, 100, String::length);
    log.add("a");
    log.add("b");
    log.add("c");

    assertThat(log.entries()).containsExactly("b", "c");
    assertThat(log.forgotten()).isEqualTo(1);
  }

  @Test
  void forgetsTheOldestAboveTheSizeButNeverTheNewest() {
    Bounded<String> log = new Bounded<>(10, 4, String::length);
    log.add("aa");
    log.add("bbb");
    assertThat(log.entries()).containsExactly("bbb");
    log.add("cccccc");
    assertThat(log.entries()).containsExactly("cccccc");
  }

  @Test
  void takesTheFirstThatIsWanted() {
    Bounded<String> log = new Bounded<>(10, 100, String::length);
    log.add("a");
    log.add("bb");
    log.add("cc");

    assertThat(log.take(entry -> entry.length() == 2, ofMillis(0))).isEqualTo("bb");
    assertThat(log.entries()).containsExactly("a", "cc");
    assertThat(log.take(entry -> entry.length() == 3, ofMillis(1))).isNull();
  }

  @Test
  void waitsForWhatIsWanted() throws Exception {
    Bounded<String> log = new Bounded<>(10, 100, String::length);
    CompletableFuture<String> taken =
        CompletableFuture.supplyAsync(() -> log.take(entry -> entry.equals("b"), ofSeconds(10)));
    log.add("a");
    log.add("b");

    assertThat(taken.get(10, TimeUnit.SECONDS)).isEqualTo("b");
  }
}
