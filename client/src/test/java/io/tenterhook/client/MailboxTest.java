package io.tenterhook.client;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MailboxTest {
  private static final int PRODUCERS = 8;
  private static final int LETTERS = 100_000;

  private final Mailbox mailbox = new Mailbox();

  private static final class Numbered extends Mailbox.Task {
    final int producer;
    final int number;

    Numbered(int producer, int number) {
      this.producer = producer;
      this.number = number;
    }

    @Override
    public void open(long now) {}
  }

  private @Nullable Integer takenNumber() {
    Mailbox.Letter letter = mailbox.take();
    return letter == null ? null : ((Numbered) letter).number;
  }

  @Test
  void isEmptyAtFirst() {
    assertThat(mailbox.take()).isNull();
    assertThat(mailbox.take()).isNull();
  }

  @Test
  void givesLettersInTheirOrder() {
    for (int i = 0; i < 5; i++) {
      mailbox.put(new Numbered(0, i));
    }

    for (int i = 0; i < 5; i++) {
      assertThat(takenNumber()).isEqualTo(i);
    }
    assertThat(takenNumber()).isNull();
  }

  @Test
  void goesOnAfterHavingBeenEmpty() {
    for (int i = 0; i < 100; i++) {
      mailbox.put(new Numbered(0, i));
      assertThat(takenNumber()).isEqualTo(i);
      assertThat(takenNumber()).isNull();
    }
  }

  @Test
  void takesAMixtureOfPutsAndTakes() {
    int put = 0;
    int taken = 0;
    for (int round = 1; round < 50; round++) {
      for (int i = 0; i < round; i++) {
        mailbox.put(new Numbered(0, put++));
      }
      for (int i = 0; i < round / 2 + 1; i++) {
        assertThat(takenNumber()).isEqualTo(taken++);
      }
    }
  }

  @Test
  void losesNothingOfManyProducersAndKeepsTheOrderOfEach() {
    CountDownLatch start = new CountDownLatch(1);
    List<CompletableFuture<Void>> producers = new ArrayList<>();
    for (int p = 0; p < PRODUCERS; p++) {
      int producer = p;
      CompletableFuture<Void> done = new CompletableFuture<>();
      producers.add(done);
      Thread thread =
          new Thread(
              () -> {
                awaitQuietly(start);
                for (int i = 0; i < LETTERS; i++) {
                  mailbox.put(new Numbered(producer, i));
                }
                done.complete(null);
              });
      thread.setDaemon(true);
      thread.start();
    }
    CompletableFuture<Void> allPut =
        CompletableFuture.allOf(producers.toArray(CompletableFuture[]::new));

    start.countDown();
    int[] next = new int[PRODUCERS];
    int disorders = 0;
    int taken = 0;
    boolean finished = false;
    while (taken < PRODUCERS * LETTERS && !finished) {
      // Looked at before taking: what was put until now must be there.
      boolean complete = allPut.isDone();
      Mailbox.Letter letter = mailbox.take();
      if (letter == null) {
        finished = complete;
        Thread.onSpinWait();
        continue;
      }
      Numbered numbered = (Numbered) letter;
      disorders += numbered.number == next[numbered.producer] ? 0 : 1;
      next[numbered.producer]++;
      taken++;
    }

    allPut.orTimeout(30, SECONDS).join();
    assertThat(next).containsOnly(LETTERS);
    assertThat(disorders).isZero();
    assertThat(mailbox.take()).isNull();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
