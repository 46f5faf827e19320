package io.tenterhook.cli.shell;

import io.tenterhook.cli.shell.Effect.Kind;
import io.tenterhook.cli.shell.Standing.Membership;
import io.tenterhook.client.NamespaceSocket;
import io.tenterhook.client.SocketIoClient;
import io.tenterhook.client.Transport;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/** What the commands of the shell do. */
final class Commands {
  /** A link that takes longer is dead, and ends: as after a change of networks. */
  private static final Duration PONG_LIMIT = Duration.ofSeconds(5);

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());

  private final SocketIoClient client;
  private final Program program;
  private final Standing standing;
  private final Namespaces namespaces;

  Commands(SocketIoClient client, Program program, Standing standing, Namespaces namespaces) {
    this.client = client;
    this.program = program;
    this.standing = standing;
    this.namespaces = namespaces;
  }

  Effect run(Order.Command order) {
    DotCommand command =
        DotCommand.of(order.name()).orElseThrow(() -> unknown(order.name(), "there is no "));
    if (order.arguments().size() > (command.takesArgument() ? 1 : 0)) {
      throw program.misuse(
          command.word() + " takes " + (command.takesArgument() ? "one word" : "nothing"),
          "write " + command.usage());
    }
    String argument = order.arguments().isEmpty() ? "" : order.arguments().get(0);
    return switch (command) {
      case HELP -> help(argument);
      case WHO -> who();
      case NSP -> argument.isEmpty() ? list() : enter(Namespaces.named(argument));
      case LEAVE -> leave(argument.isEmpty() ? namespaces.here() : Namespaces.named(argument));
      case CONNECT -> connect();
      case DISCONNECT -> disconnect();
      case TRACE -> trace(argument);
      case RECORD -> record(argument);
      case WAIT -> Effect.pause(program.span(argument));
      case CLEAR -> Effect.of(Kind.CLEAR);
      case QUIT -> Effect.of(Kind.QUIT);
    };
  }

  private RuntimeException unknown(String word, String complaint) {
    return program.misuse(
        complaint + word,
        DotCommand.like(word).map(like -> "did you mean " + like.word() + "?").orElse("see .help"));
  }

  private Effect help(String topic) {
    if (topic.isEmpty()) {
      explain("EVENT ARG…", "sends an event");
      explain("EVENT ARG… ?", "and prints the ack, when it comes");
      for (DotCommand command : DotCommand.values()) {
        explain(command.usage(), command.summary());
      }
      program.say("ARG: JSON, else text; key=text key:=json; @file of JSON, @@file of bytes");
      return Effect.of(Kind.NOTHING);
    }
    String word = topic.startsWith(".") ? topic : "." + topic;
    DotCommand command =
        DotCommand.of(word).orElseThrow(() -> unknown(word, "there is no help for "));
    explain(command.usage(), command.summary());
    if (!command.details().isEmpty()) {
      program.say(command.details());
    }
    return Effect.of(Kind.NOTHING);
  }

  private void explain(String usage, String summary) {
    program.say(String.format(Locale.ROOT, "%-23s %s", usage, summary));
  }

  private Effect who() {
    List<String> members = namespaces.names().stream().map(this::membership).toList();
    String by = client.transport().map(Transport::text).orElse("");
    if (by.isEmpty()) {
      program.say("not connected");
      members.forEach(program::say);
      return Effect.of(Kind.NOTHING);
    }
    long start = System.nanoTime();
    CompletableFuture<?> told =
        client
            .checkAlive(PONG_LIMIT)
            .handle(
                (alive, failure) -> {
                  double millis = (System.nanoTime() - start) / 1e6;
                  program.say(
                      by
                          + (failure == null
                              ? String.format(Locale.ROOT, ", round trip %.1fms", millis)
                              : ", no answer to a ping"));
                  members.forEach(program::say);
                  return null;
                });
    return Effect.of(Kind.AWAITED, told);
  }

  private String membership(String name) {
    return standing
        .of(name)
        .map(member -> mark(name) + "  " + joined(member))
        .orElse(mark(name) + "  not joined");
  }

  private static String joined(Membership member) {
    return "sid "
        + member.sid()
        + "  since "
        + TIME.format(member.since())
        + (member.recovered() ? "  recovered" : "");
  }

  /** The star is where lines go to. */
  private String mark(String name) {
    return (name.equals(namespaces.here()) ? "* " : "  ") + name;
  }

  private Effect list() {
    namespaces
        .names()
        .forEach(
            name -> program.say(mark(name) + (standing.of(name).isEmpty() ? "  not joined" : "")));
    return Effect.of(Kind.NOTHING);
  }

  private Effect enter(String name) {
    return Effect.of(Kind.AWAITED, join(name));
  }

  /** Goes to a namespace; back again if the server does not accept it. */
  CompletableFuture<?> join(String name) {
    String before = namespaces.here();
    boolean added = !namespaces.contains(name);
    if (added && namespaces.isFull()) {
      throw program.misuse(
          "more than " + Namespaces.MAX_NAMESPACES + " namespaces cannot be joined",
          ".leave some of them");
    }
    NamespaceSocket socket;
    try {
      socket = namespaces.enter(name);
    } catch (IllegalArgumentException refused) {
      throw program.misuse(String.valueOf(refused.getMessage()), "");
    }
    program.moved(name);
    standing.wanted(name);
    boolean elsewhere = added && namespaces.contains(before) && !before.equals(name);
    return Outcomes.of(socket.connect(), program)
        .whenComplete(
            (done, failure) -> {
              if (failure != null && elsewhere) {
                namespaces.leave(name);
                program.moved(namespaces.here());
              }
            });
  }

  private Effect leave(String name) {
    if (!namespaces.contains(name)) {
      throw program.misuse("you are not in " + name, "see .nsp");
    }
    namespaces.leave(name);
    program.moved(namespaces.here());
    return Effect.of(Kind.NOTHING);
  }

  private Effect connect() {
    // The next attempt is made now, if one is being waited for.
    client.networkChanged();
    CompletableFuture<?>[] joining =
        namespaces.sockets().stream().map(this::connecting).toArray(CompletableFuture[]::new);
    return Effect.of(Kind.AWAITED, CompletableFuture.allOf(joining));
  }

  private CompletableFuture<?> connecting(NamespaceSocket socket) {
    standing.wanted(socket.namespace());
    return Outcomes.of(socket.connect(), program);
  }

  private Effect disconnect() {
    CompletableFuture<?>[] leaving =
        namespaces.sockets().stream()
            .map(NamespaceSocket::disconnect)
            .toArray(CompletableFuture[]::new);
    return Effect.of(Kind.AWAITED, CompletableFuture.allOf(leaving));
  }

  private Effect trace(String wanted) {
    List<String> levels = List.of("off", "on", "frames");
    if (wanted.isEmpty()) {
      program.say("trace is " + levels.get(Math.min(program.trace(), levels.size() - 1)));
    } else if (levels.contains(wanted)) {
      program.trace(levels.indexOf(wanted));
    } else {
      throw program.misuse("trace cannot be \"" + wanted + "\"", "write on, off or frames");
    }
    return Effect.of(Kind.NOTHING);
  }

  private Effect record(String file) {
    if (file.isEmpty()) {
      String target = program.recording();
      program.say(target.isEmpty() ? "nothing is recorded" : "recording to " + target);
    } else if (file.equals("off")) {
      program.stopRecording();
    } else {
      program.record(file);
    }
    return Effect.of(Kind.NOTHING);
  }
}
