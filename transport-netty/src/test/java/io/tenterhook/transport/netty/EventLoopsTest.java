package io.tenterhook.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tenterhook.client.spi.EventLoop;
import io.tenterhook.client.spi.EventLoops;
import io.tenterhook.client.spi.LinkClosure.Kind;
import io.tenterhook.client.spi.TransportProvider;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class EventLoopsTest {

  private final RecordingListener listener = new RecordingListener();

  private static List<String> threads(String prefix) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(Thread::isAlive)
        .map(Thread::getName)
        .filter(name -> name.startsWith(prefix))
        .toList();
  }

  private static void end(EventLoops loops) throws Exception {
    loops.shutdown().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  @Test
  @Tag("modules")
  void offersItsProviderToTheServiceLoaderWithAndWithoutModules() throws Exception {
    String provider = NettyTransportProvider.class.getName();
    assertThat(NettyTransportProvider.class.getModule().getDescriptor().provides())
        .anySatisfy(provides -> assertThat(provides.providers()).containsExactly(provider));
    String file = "/META-INF/services/" + TransportProvider.class.getName();
    try (InputStream services = NettyTransportProvider.class.getResourceAsStream(file)) {
      assertThat(new String(services.readAllBytes(), StandardCharsets.UTF_8).trim())
          .isEqualTo(provider);
    }
    assertThat(new NettyTransportProvider().name()).isEqualTo("netty-nio");
  }

  @Test
  void refusesLessThanOneLoop() {
    assertThatThrownBy(() -> new NettyTransportProvider().openEventLoops(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0");
  }

  @Test
  void startsNoThreadBeforeTheFirstTask() throws Exception {
    // Those of the test before may still be ending.
    Awaitility.await().until(() -> threads("tenterhook-").isEmpty());
    EventLoops loops = new NettyTransportProvider().openEventLoops(2);
    assertThat(threads("tenterhook-")).isEmpty();
    end(loops);
  }

  @Test
  void runsEachLoopOnOneNamedThreadThatIsNoDaemon() throws Exception {
    EventLoops loops = new NettyTransportProvider().openEventLoops(2);
    EventLoop first = loops.next();
    EventLoop second = loops.next();
    assertThat(loops.next()).isSameAs(first);
    assertThat(second).isNotSameAs(first);
    Thread thread = threadOf(first);
    assertThat(threadOf(first)).isSameAs(thread);
    assertThat(thread.isDaemon()).isFalse();
    assertThat(List.of(thread.getName(), threadOf(second).getName()))
        .containsExactlyInAnyOrder("tenterhook-loop-1", "tenterhook-loop-2");
    assertThat(first.inEventLoop()).isFalse();
    end(loops);
  }

  private static Thread threadOf(EventLoop loop) throws Exception {
    CompletableFuture<Thread> thread = new CompletableFuture<>();
    loop.execute(
        () -> {
          assertThat(loop.inEventLoop()).isTrue();
          thread.complete(Thread.currentThread());
        });
    return thread.get(10, TimeUnit.SECONDS);
  }

  @Test
  void leavesNoThreadBehind() throws Exception {
    EventLoops loops = new NettyEventLoops(2, IoBackend.best(), HostLookup.SYSTEM);
    try (RawServer server = RawServer.webSocket(RawServer.Peer::awaitEnd)) {
      EventLoop loop = loops.next();
      loop.execute(() -> loop.open(OneLoop.to("localhost", server.port()), listener));
      assertThat(listener.next()).isEqualTo("opened");
      end(loops);
      assertThat(threads("tenterhook-loop")).isEmpty();
      assertThat(threads("tenterhook-lookup")).isEmpty();
      assertThat(threads("globalEventExecutor")).isEmpty();
      Awaitility.await().until(() -> threads("tenterhook-").isEmpty());
    }
  }

  @Test
  void lookupThreadEndsWhenIdle() throws Exception {
    try (OneLoop loop = new OneLoop(host -> new InetAddress[0])) {
      loop.open(OneLoop.to("nowhere.example", 1), listener);
      assertThat(listener.closure().kind()).isEqualTo(Kind.DNS);
      Awaitility.await().until(() -> threads("tenterhook-lookup").isEmpty());
    }
  }

  @Test
  void shutdownAbortsEveryLinkInWhateverState() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    RecordingListener opening = new RecordingListener();
    RecordingListener lookingUp = new RecordingListener();
    EventLoops loops =
        new NettyEventLoops(
            1,
            IoBackend.best(),
            host -> {
              try {
                never.await(10, TimeUnit.SECONDS);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              return new InetAddress[0];
            });
    try (RawServer server = RawServer.webSocket(RawServer.Peer::awaitEnd);
        RawServer silent = RawServer.playing(RawServer.Peer::awaitEnd)) {
      EventLoop loop = loops.next();
      loop.execute(
          () -> {
            loop.open(OneLoop.to(server.port()), listener);
            loop.open(OneLoop.to(silent.port()), opening);
            loop.open(OneLoop.to("slow.example", 1), lookingUp);
          });
      assertThat(listener.next()).isEqualTo("opened");
      end(loops);
      assertThat(listener.closure().kind()).isEqualTo(Kind.LOCAL);
      assertThat(opening.closure().kind()).isEqualTo(Kind.LOCAL);
      assertThat(lookingUp.closure().kind()).isEqualTo(Kind.LOCAL);
    }
  }

  @Test
  void shutdownClosesTcpThatStillLingers() throws Exception {
    CountDownLatch tcpEnded = new CountDownLatch(1);
    EventLoops loops = new NettyTransportProvider().openEventLoops(1);
    try (RawServer server =
        RawServer.webSocket(
            peer -> {
              peer.sendAndHold(Frames.close(1000, ""));
              tcpEnded.countDown();
            })) {
      EventLoop loop = loops.next();
      loop.execute(() -> loop.open(OneLoop.to(server.port()), listener));
      assertThat(listener.closure().kind()).isEqualTo(Kind.CLOSE_FRAME);
      end(loops);
      assertThat(tcpEnded.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void shutdownEndsThoughALookupHangs() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    EventLoops loops =
        new NettyEventLoops(
            1,
            IoBackend.best(),
            host -> {
              boolean released = false;
              while (!released) {
                try {
                  released = release.await(10, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                  // As deaf as the operating system's resolver.
                }
              }
              return new InetAddress[] {InetAddress.getLoopbackAddress()};
            });
    EventLoop loop = loops.next();
    loop.execute(() -> loop.open(OneLoop.to("slow.example", 1), listener));
    Awaitility.await().until(() -> !threads("tenterhook-lookup").isEmpty());
    end(loops);
    assertThat(listener.closure().kind()).isEqualTo(Kind.LOCAL);
    assertThat(threads("tenterhook-loop")).isEmpty();
    release.countDown();
    Awaitility.await().until(() -> threads("tenterhook-lookup").isEmpty());
    assertThat(listener.rest()).containsExactly("closed:LOCAL");
  }

  @Test
  void shutdownTwiceIsOneShutdownAlsoFromTheLoop() throws Exception {
    EventLoops loops = new NettyTransportProvider().openEventLoops(1);
    CompletableFuture<Void> inner = new CompletableFuture<>();
    loops.next().execute(() -> loops.shutdown().thenRun(() -> inner.complete(null)));
    inner.get(10, TimeUnit.SECONDS);
    end(loops);
  }

  @Test
  void rejectsTasksAfterShutdown() throws Exception {
    EventLoops loops = new NettyTransportProvider().openEventLoops(1);
    EventLoop loop = loops.next();
    end(loops);
    assertThatThrownBy(() -> loop.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
  }

  @Test
  void runsTimersInOrderAndForgetsCancelledOnes() throws Exception {
    List<String> ran = new CopyOnWriteArrayList<>();
    try (OneLoop loop = new OneLoop()) {
      CountDownLatch last = new CountDownLatch(1);
      long before = loop.loop.nanoTime();
      loop.run(
          () -> {
            loop.loop.schedule(TimeUnit.MILLISECONDS.toNanos(400), last::countDown);
            loop.loop.schedule(TimeUnit.MILLISECONDS.toNanos(200), () -> ran.add("200"));
            EventLoop.Timer timer =
                loop.loop.schedule(TimeUnit.MILLISECONDS.toNanos(10), () -> ran.add("10"));
            timer.cancel();
            loop.loop.schedule(-1, () -> ran.add("now"));
          });
      assertThat(last.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(ran).containsExactly("now", "200");
      assertThat(loop.loop.nanoTime() - before).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(399));
    }
  }

  @Test
  void aThrowingTaskOrTimerDoesNotEndTheLoopAndIsSeen() throws Exception {
    try (OneLoop loop = new OneLoop()) {
      CompletableFuture<Throwable> seen = new CompletableFuture<>();
      loop.run(
          () ->
              Thread.currentThread()
                  .setUncaughtExceptionHandler((thread, failure) -> seen.complete(failure)));
      loop.loop.execute(
          () -> {
            throw new IllegalStateException("a task's bug, on purpose");
          });
      loop.run(
          () ->
              loop.loop.schedule(
                  0,
                  () -> {
                    throw new IllegalStateException("a timer's bug");
                  }));
      assertThat(seen.get(10, TimeUnit.SECONDS)).hasMessage("a timer's bug");
      assertThat(loop.on(() -> loop.loop.inEventLoop())).isTrue();
    }
  }
}
