package io.tenterhook.cli;

import io.tenterhook.protocol.socketio.Namespace;
import io.tenterhook.testing.ConnectStub;
import io.tenterhook.testing.EventStub;
import io.tenterhook.testing.JoinStub;
import io.tenterhook.testing.ServerConnection;
import io.tenterhook.testing.ServerNamespace;
import io.tenterhook.testing.Stub;
import io.tenterhook.testing.StubWithSteps;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Turns a script's values into stubs, whose words are those of the methods in Java:
 *
 * <pre>
 * namespaces:
 *   /shop:                                       # a list of stubs for each namespace
 *     - when: order                              # or whenAny, whenConnected, whenConnecting: true
 *       withArgs: [{sym: ACME}]                  # conditions
 *       do:                                      # steps
 *         - ackWith: [{ok: true}]
 *         - after: 50ms
 *         - emit: [confirmed, 1]
 * </pre>
 *
 * <p>Goes on after a problem, with the next stub, so that all can be told at once.
 */
final class ScriptReader {
  private static final List<String> SENTENCES =
      List.of("when", "whenAny", "whenConnected", "whenConnecting");
  private static final List<String> CONDITIONS =
      List.of("forConnection", "times", "inScenario", "whenState", "thenState");
  private static final List<String> VERDICTS = List.of("accept", "reject", "never");

  /** Steps of all stubs that take a value. */
  private static final List<String> STEPS = List.of("emit", "broadcast", "after");

  /** Steps that are one word each. */
  private static final Map<String, Consumer<ServerConnection>> ACTS = acts();

  private final List<ScriptProblem> problems = new ArrayList<>();

  private static Map<String, Consumer<ServerConnection>> acts() {
    Map<String, Consumer<ServerConnection>> acts = new LinkedHashMap<>();
    acts.put("close", ServerConnection::close);
    acts.put("cut", ServerConnection::cut);
    acts.put("finish", ServerConnection::finish);
    acts.put("blackHole", ServerConnection::blackHole);
    acts.put("stopPinging", ServerConnection::stopPinging);
    return acts;
  }

  /** What was wrong, in the order of the file. */
  List<ScriptProblem> problems() {
    return problems;
  }

  /** From the name of a namespace to what makes its stubs. */
  Map<String, List<Consumer<ServerNamespace>>> read(ScriptValue root) {
    Map<String, List<Consumer<ServerNamespace>>> script = new LinkedHashMap<>();
    try {
      ScriptMembers members = new ScriptMembers(root, "an object with \"namespaces\"");
      members.only(List.of("namespaces"));
      ScriptValue namespaces =
          members.need("namespaces", "an object, with a list of stubs for each");
      namespaces
          .entries("an object, with a list of stubs for each namespace")
          .forEach((name, stubs) -> namespace(name, stubs, script));
    } catch (ScriptProblem problem) {
      problems.add(problem);
    }
    return script;
  }

  private void namespace(
      ScriptValue key, ScriptValue stubs, Map<String, List<Consumer<ServerNamespace>>> script) {
    try {
      String name = Namespace.of(key.name()).name();
      List<Consumer<ServerNamespace>> made =
          script.computeIfAbsent(name, none -> new ArrayList<>());
      for (ScriptValue stub : stubs.elements("a list of stubs")) {
        stub(stub, made);
      }
    } catch (IllegalArgumentException refused) {
      problems.add(key.problem(String.valueOf(refused.getMessage())));
    } catch (ScriptProblem problem) {
      problems.add(problem);
    }
  }

  private void stub(ScriptValue value, List<Consumer<ServerNamespace>> made) {
    try {
      ScriptMembers members =
          new ScriptMembers(value, "a stub: an object with \"when\" or the like");
      String sentence = members.oneOf(SENTENCES);
      if (!sentence.equals("when")) {
        members.need(sentence, "true").present();
      }
      switch (sentence) {
        case "whenConnecting" -> made.add(connecting(members));
        case "whenConnected" -> made.add(connected(members));
        default -> made.add(event(members, sentence));
      }
    } catch (ScriptProblem problem) {
      problems.add(problem);
    }
  }

  private static List<String> names(List<String> some, String... more) {
    return Stream.concat(some.stream(), Stream.of(more)).toList();
  }

  private static <S extends Stub<S>> List<Consumer<S>> conditions(ScriptMembers members)
      throws ScriptProblem {
    List<Consumer<S>> conditions = new ArrayList<>();
    members.ifPresent(
        "forConnection",
        value -> {
          int number = value.positive();
          conditions.add(stub -> stub.forConnection(number));
        });
    members.ifPresent(
        "times",
        value -> {
          int times = value.positive();
          conditions.add(stub -> stub.times(times));
        });
    members.ifPresent(
        "inScenario",
        value -> {
          String scenario = value.text("the name of a scenario");
          conditions.add(stub -> stub.inScenario(scenario));
        });
    members.ifPresent(
        "whenState",
        value -> {
          String state = ofScenario(members, "whenState", value);
          conditions.add(stub -> stub.whenState(state));
        });
    members.ifPresent(
        "thenState",
        value -> {
          String state = ofScenario(members, "thenState", value);
          conditions.add(stub -> stub.thenState(state));
        });
    return conditions;
  }

  private static String ofScenario(ScriptMembers members, String name, ScriptValue value)
      throws ScriptProblem {
    if (!members.has("inScenario")) {
      throw members.key(name).problem("\"" + name + "\" needs \"inScenario\" beside it");
    }
    return value.text("the name of a state");
  }

  private static Consumer<ServerNamespace> connecting(ScriptMembers members) throws ScriptProblem {
    members.only(
        names(CONDITIONS, "whenConnecting", "withAuth", "accept", "reject", "never", "after"));
    List<Consumer<ConnectStub>> parts = conditions(members);
    members.ifPresent(
        "withAuth",
        value -> {
          if (!value.isObject()) {
            throw value.problem("expected an object: what the client's auth must have");
          }
          String auth = value.json();
          parts.add(stub -> stub.withAuth(auth));
        });
    members.ifPresent(
        "after",
        value -> {
          Duration delay = value.span();
          parts.add(stub -> stub.after(delay));
        });
    parts.add(verdict(members));
    return namespace -> {
      ConnectStub stub = namespace.whenConnecting();
      parts.forEach(part -> part.accept(stub));
    };
  }

  private static Consumer<ConnectStub> verdict(ScriptMembers members) throws ScriptProblem {
    String verdict = members.oneOf(VERDICTS);
    ScriptValue value = members.need(verdict, "true");
    if (!verdict.equals("reject")) {
      value.present();
      return verdict.equals("accept") ? ConnectStub::accept : ConnectStub::never;
    }
    if (!value.isObject()) {
      String message = value.text("a message, or an object with \"message\" and \"data\"");
      return stub -> stub.reject(message);
    }
    ScriptMembers refusal = new ScriptMembers(value, "a refusal");
    refusal.only(List.of("message", "data"));
    String message = refusal.need("message", "any text").text("any text");
    if (!refusal.has("data")) {
      return stub -> stub.reject(message);
    }
    String data = refusal.need("data", "any value").json();
    return stub -> stub.reject(message, data);
  }

  private static Consumer<ServerNamespace> connected(ScriptMembers members) throws ScriptProblem {
    members.only(names(CONDITIONS, "whenConnected", "do"));
    List<Consumer<JoinStub>> parts = conditions(members);
    for (Step step : steps(members, List.of(), List.of())) {
      parts.add(common(step));
    }
    return namespace -> {
      JoinStub stub = namespace.whenConnected();
      parts.forEach(part -> part.accept(stub));
    };
  }

  private static Consumer<ServerNamespace> event(ScriptMembers members, String sentence)
      throws ScriptProblem {
    members.only(names(CONDITIONS, sentence, "withArgs", "do"));
    String event =
        sentence.equals("when")
            ? members.need("when", "the name of an event").text("the name of an event")
            : null;
    List<Consumer<EventStub>> parts = conditions(members);
    members.ifPresent(
        "withArgs",
        value -> {
          List<String> args = new ArrayList<>();
          for (ScriptValue arg : value.elements("a list of arguments")) {
            args.add(arg.json());
          }
          parts.add(stub -> stub.withArgs(args.toArray(String[]::new)));
        });
    for (Step step : steps(members, List.of("ackWith"), List.of("echo"))) {
      parts.add(ofEvent(step));
    }
    return namespace -> {
      EventStub stub = event == null ? namespace.whenAny() : namespace.when(event);
      parts.forEach(part -> part.accept(stub));
    };
  }

  /** One that is a word has no value. */
  private record Step(String name, @Nullable ScriptValue value) {}

  private static List<Step> steps(
      ScriptMembers members, List<String> moreWithValue, List<String> moreWords)
      throws ScriptProblem {
    List<String> withValue = names(moreWithValue, STEPS.toArray(String[]::new));
    List<String> words = new ArrayList<>(moreWords);
    words.add("disconnect");
    words.addAll(ACTS.keySet());
    ScriptValue list = members.need("do", "a list of steps");
    List<Step> steps = new ArrayList<>();
    for (ScriptValue value : list.elements("a list of steps")) {
      steps.add(step(value, withValue, words));
    }
    if (steps.isEmpty()) {
      throw list.problem("expected a step");
    }
    Step last = steps.get(steps.size() - 1);
    if (last.name().equals("after") && last.value() != null) {
      throw last.value().problem("expected a step behind \"after\"");
    }
    return steps;
  }

  private static Step step(ScriptValue value, List<String> withValue, List<String> words)
      throws ScriptProblem {
    String known = String.join(", ", withValue) + ", " + String.join(", ", words);
    if (value.isObject()) {
      ScriptMembers members = new ScriptMembers(value, "a step");
      members.only(names(withValue, words.toArray(String[]::new)));
      String name = members.oneOf(names(withValue, words.toArray(String[]::new)));
      if (words.contains(name)) {
        throw members.key(name).problem("\"" + name + "\" takes no value: write - " + name);
      }
      return new Step(name, members.need(name, "a value"));
    }
    String word = value.text("a step: " + known);
    if (withValue.contains(word)) {
      throw value.problem("\"" + word + "\" needs a value: write - " + word + ": …");
    }
    if (!words.contains(word)) {
      throw value.problem("there is no step \"" + word + "\"; there are " + known);
    }
    return new Step(word, null);
  }

  private static Consumer<EventStub> ofEvent(Step step) throws ScriptProblem {
    ScriptValue value = step.value();
    if (step.name().equals("echo")) {
      return EventStub::echo;
    }
    if (value != null && step.name().equals("ackWith")) {
      List<byte[]> attachments = new ArrayList<>();
      List<String> args = args(value.elements("a list of arguments"), attachments);
      return stub -> stub.ackWith(args, attachments);
    }
    return common(step);
  }

  private static <S extends StubWithSteps<S>> Consumer<S> common(Step step) throws ScriptProblem {
    ScriptValue value = step.value();
    if (value == null) {
      Consumer<ServerConnection> act = ACTS.get(step.name());
      return act == null ? StubWithSteps::disconnect : stub -> stub.act(act);
    }
    if (step.name().equals("after")) {
      Duration pause = value.span();
      return stub -> stub.after(pause);
    }
    List<ScriptValue> elements = value.elements("a list: the name of an event, and its arguments");
    if (elements.isEmpty()) {
      throw value.problem("expected the name of an event");
    }
    String event = elements.get(0).text("the name of an event");
    List<byte[]> attachments = new ArrayList<>();
    List<String> args = args(elements.subList(1, elements.size()), attachments);
    return step.name().equals("emit")
        ? stub -> stub.emit(event, args, attachments)
        : stub -> stub.broadcast(event, args, attachments);
  }

  private static List<String> args(List<ScriptValue> values, List<byte[]> attachments)
      throws ScriptProblem {
    List<String> args = new ArrayList<>();
    for (ScriptValue value : values) {
      args.add(value.json(attachments));
    }
    return args;
  }
}
