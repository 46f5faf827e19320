package io.tenterhook.cli;

import io.tenterhook.client.Event;
import io.tenterhook.client.RawJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import picocli.CommandLine.Option;

/** Which events are wanted: by name, and by what is in them. */
final class EventFilter {
  @Option(
      names = "--not",
      paramLabel = "EVENT",
      split = "\n",
      description = "leave these events out; repeatable")
  private List<String> unwanted = new ArrayList<>();

  @Option(
      names = "--where",
      paramLabel = "POINTER=VALUE",
      split = "\n",
      description =
          "only events with this value, JSON or else a string: /0/sym=ACME looks at the member"
              + " \"sym\" of the first argument; repeatable, all must hold")
  private List<String> conditions = new ArrayList<>();

  /**
   * @param names the only ones that are wanted; all if there are none
   */
  Predicate<Event> predicate(List<String> names) {
    List<Condition> all = conditions.stream().map(Condition::parse).toList();
    return event ->
        (names.isEmpty() || names.contains(event.name()))
            && !unwanted.contains(event.name())
            && (all.isEmpty() || holds(all, RawJson.of(JsonText.compact(event.args()))));
  }

  private static boolean holds(List<Condition> all, RawJson args) {
    return all.stream().allMatch(condition -> condition.holds(args));
  }

  /** One value at one place. */
  record Condition(Pointer pointer, RawJson value) {

    static Condition parse(String text) {
      int sign = text.indexOf('=');
      if (sign < 1) {
        throw CommandFailure.usage(
            "--where is \"" + text + "\", without a value", "write --where /0/sym=ACME");
      }
      Pointer pointer = Pointer.parse(text.substring(0, sign), "--where");
      return new Condition(pointer, value(text.substring(sign + 1)));
    }

    private static RawJson value(String word) {
      try {
        return RawJson.of(word);
      } catch (IllegalArgumentException text) {
        return RawJson.of(JsonText.quote(word));
      }
    }

    boolean holds(RawJson args) {
      Optional<RawJson> found = pointer.in(args);
      return found.isPresent() && JsonEquality.same(found.get(), value);
    }
  }
}
