package io.tenterhook.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenterhook.client.spi.LinkClosure;
import io.tenterhook.client.spi.LinkListener;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Writes down what a link reports, as short texts: {@code opened}, {@code text:abc}, … */
class RecordingListener implements LinkListener {

  private static final long LIMIT_SECONDS = 10;

  private final LinkedBlockingQueue<String> reports = new LinkedBlockingQueue<>();
  private final List<byte[]> messages = new CopyOnWriteArrayList<>();
  private final CompletableFuture<LinkClosure> closure = new CompletableFuture<>();
  private final List<List<Map.Entry<String, String>>> answers = new CopyOnWriteArrayList<>();
  private final List<String> afterTheEnd = new CopyOnWriteArrayList<>();

  private void report(String report) {
    if (closure.isDone()) {
      afterTheEnd.add(report);
    }
    reports.add(report);
  }

  /** Not among the reports: {@link #answers()} has it. */
  @Override
  public void answered(List<Map.Entry<String, String>> headers) {
    assertThat(reports).doesNotContain("opened");
    assertThat(closure).isNotDone();
    answers.add(headers);
  }

  @Override
  public void opened() {
    report("opened");
  }

  @Override
  public void text(byte[] message) {
    messages.add(message);
    report("text:" + new String(message, StandardCharsets.UTF_8));
  }

  @Override
  public void binary(byte[] message) {
    messages.add(message);
    report("binary:" + message.length);
  }

  @Override
  public void readComplete() {
    report("readComplete");
  }

  /** Not written down: when it comes depends on the kernel's buffers. */
  @Override
  public void writabilityChanged() {}

  @Override
  public void controlPong() {
    report("pong");
  }

  @Override
  public void closed(LinkClosure ended) {
    report("closed:" + ended.kind());
    closure.complete(ended);
  }

  /** The next report, within a limit. */
  String next() throws InterruptedException {
    String report = reports.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
    assertThat(report).as("nothing reported within %s s", LIMIT_SECONDS).isNotNull();
    return report;
  }

  /** The next report that is not about the end of a burst. */
  String nextButBursts() throws InterruptedException {
    String report = next();
    return report.equals("readComplete") ? nextButBursts() : report;
  }

  /** What was reported and not yet asked for. */
  List<String> rest() {
    List<String> rest = new java.util.ArrayList<>();
    reports.drainTo(rest);
    return rest;
  }

  List<byte[]> messages() {
    return messages;
  }

  /** The headers of each answer to the handshake. */
  List<List<Map.Entry<String, String>>> answers() {
    return answers;
  }

  boolean ended() {
    return closure.isDone();
  }

  /** How the link ended, within a limit; fails if anything was reported after that. */
  LinkClosure closure() throws Exception {
    LinkClosure ended = closure.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    assertThat(afterTheEnd).isEmpty();
    return ended;
  }
}
