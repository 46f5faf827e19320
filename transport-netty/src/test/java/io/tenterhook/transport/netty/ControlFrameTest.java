package io.tenterhook.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.tenterhook.client.spi.Link;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class ControlFrameTest {

  private final RecordingListener listener = new RecordingListener();

  @Test
  void answersPingWithPongOfTheSamePayload() throws Exception {
    CountDownLatch answered = new CountDownLatch(1);
    try (RawServer server =
            RawServer.webSocket(
                peer -> {
                  peer.send(Frames.ping("are you there?"));
                  Frames.Received pong = peer.readFrame();
                  assertThat(pong.firstByte()).isEqualTo(Frames.FIN | Frames.PONG);
                  assertThat(pong.masked()).isTrue();
                  assertThat(pong.text()).isEqualTo("are you there?");
                  answered.countDown();
                  peer.awaitEnd();
                });
        OneLoop loop = new OneLoop()) {
      loop.open(OneLoop.to(server.port()), listener);
      assertThat(answered.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(listener.next()).isEqualTo("opened");
      assertThat(listener.rest()).isEmpty();
    }
  }

  @Test
  void answersTheLatestPingOfABurst() throws Exception {
    CountDownLatch answered = new CountDownLatch(1);
    int storm = 10_000;
    byte[][] pings = new byte[storm][];
    for (int i = 0; i < storm; i++) {
      pings[i] = Frames.ping(String.valueOf(i));
    }
    try (RawServer server =
            RawServer.webSocket(
                peer -> {
                  peer.send(pings);
                  int pongs = 1;
                  while (!peer.readFrame().text().equals(String.valueOf(storm - 1))) {
                    pongs++;
                  }
                  assertThat(pongs).isLessThan(storm / 10);
                  answered.countDown();
                  peer.awaitEnd();
                });
        OneLoop loop = new OneLoop()) {
      loop.open(OneLoop.to(server.port()), listener);
      assertThat(answered.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void aServerThatPingsAndNeverReadsHasOnePongOnItsWayAndOneWaiting() throws Exception {
    Deque<ChannelPromise> unwritten = new ArrayDeque<>();
    List<String> pongs = new ArrayList<>();
    ChannelOutboundHandlerAdapter neverWriting =
        new ChannelOutboundHandlerAdapter() {
          @Override
          public void write(ChannelHandlerContext context, Object pong, ChannelPromise promise) {
            PongWebSocketFrame frame = (PongWebSocketFrame) pong;
            pongs.add(frame.content().toString(StandardCharsets.UTF_8));
            frame.release();
            unwritten.add(promise);
          }
        };
    try (OneLoop loop = new OneLoop()) {
      NettyLink link = new NettyLink((NettyEventLoop) loop.loop, OneLoop.to(1), listener);
      EmbeddedChannel channel =
          new EmbeddedChannel(neverWriting, new FrameHandler(link, OneLoop.MAX_MESSAGE_BYTES));
      link.opened(channel);
      for (int i = 0; i < 1_000; i++) {
        channel.writeInbound(new PingWebSocketFrame(Unpooled.copiedBuffer(Frames.utf8("" + i))));
      }
      assertThat(pongs).containsExactly("0");
      unwritten.remove().setSuccess();
      assertThat(pongs).containsExactly("0", "999");
      unwritten.remove().setSuccess();
      assertThat(pongs).hasSize(2);
      assertThat(unwritten).isEmpty();
    }
  }

  @Test
  void reportsThePongToItsOwnPingOnly() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    try (RawServer server =
            RawServer.webSocket(
                peer -> {
                  peer.send(Frames.frame(Frames.FIN | Frames.PONG, Frames.utf8("heartbeat")));
                  peer.send(Frames.frame(Frames.FIN | Frames.PONG));
                  Frames.Received first = peer.readFrame();
                  Frames.Received second = peer.readFrame();
                  assertThat(first.firstByte()).isEqualTo(Frames.FIN | Frames.PING);
                  // The latest may stand for both (RFC 6455, 5.5.3), and then the first is old
                  // news.
                  peer.send(
                      Frames.frame(Frames.FIN | Frames.PONG, second.payload()),
                      Frames.frame(Frames.FIN | Frames.PONG, first.payload()),
                      Frames.text("after"));
                  over.await(10, TimeUnit.SECONDS);
                });
        OneLoop loop = new OneLoop()) {
      Link link = loop.open(OneLoop.to(server.port()), listener);
      assertThat(listener.next()).isEqualTo("opened");
      loop.run(link::controlPing);
      loop.run(link::controlPing);
      assertThat(listener.next()).isEqualTo("pong");
      assertThat(listener.next()).isEqualTo("text:after");
      over.countDown();
    }
  }
}
