package io.tenterhook.cli;

import io.tenterhook.testing.ConnectRequest;
import io.tenterhook.testing.Json;
import io.tenterhook.testing.ServerNamespace;
import io.tenterhook.testing.ServerSocketPeer;
import io.tenterhook.testing.SocketIoServer;
import io.tenterhook.testing.Verdict;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The other side of the demo: a server in this process that lets each token in once. */
final class DemoServer implements AutoCloseable {
  private final Story story;
  private final SocketIoServer server = SocketIoServer.start();
  private final ServerNamespace realtime = server.namespace("/realtime");
  private final AtomicInteger issued = new AtomicInteger();

  /** From auth payload to token. */
  private final Map<String, String> unusedTokens = new ConcurrentHashMap<>();

  DemoServer(Story story) {
    this.story = story;
    realtime
        .authorize(this::judge)
        .onConnect(peer -> peer.emit("news", "\"welcome\""))
        .on(
            "post",
            post -> {
              story.tell("server", "gets the post: " + post.arg(0));
              post.reply("news", post.arg(0));
            })
        .on("add", sum -> sum.ack(Json.number(number(sum.arg(0)) + number(sum.arg(1)))));
    story.say("server", "listens on " + url() + ", its tokens are good once");
  }

  String url() {
    return server.uri().toString();
  }

  String freshToken() {
    String token = "token-" + issued.incrementAndGet();
    unusedTokens.put("{\"token\":\"" + token + "\"}", token);
    return token;
  }

  private Verdict judge(ConnectRequest request) {
    String auth = request.auth();
    String token = auth == null ? null : unusedTokens.remove(auth);
    if (token == null) {
      story.tell("server", "refuses a used token");
      return Verdict.reject("not authorized", "{\"reason\":\"used token\"}");
    }
    story.tell("server", "lets " + token + " in");
    return Verdict.accept();
  }

  void ask(String question) {
    for (ServerSocketPeer peer : realtime.peers()) {
      var unused =
          peer.emitWithAck("question", Json.string(question))
              .thenAccept(ack -> story.tell("server", "gets the answer " + ack.args().get(0)));
    }
  }

  void cutTheLink() {
    story.say("server", "cuts the link with a TCP reset");
    server.connections().forEach(connection -> connection.cut());
  }

  private static int number(String json) {
    return Integer.parseInt(json);
  }

  @Override
  public void close() {
    server.close();
  }
}
