package io.tenterhook.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The members of an object in a script, by name. */
final class ScriptMembers {
  private final ScriptValue object;
  private final Map<String, ScriptValue> keys = new LinkedHashMap<>();
  private final Map<String, ScriptValue> values = new LinkedHashMap<>();

  ScriptMembers(ScriptValue object, String what) throws ScriptProblem {
    this.object = object;
    object
        .entries(what)
        .forEach(
            (key, value) -> {
              keys.put(key.name(), key);
              values.put(key.name(), value);
            });
  }

  /** Takes a member. */
  interface Taker {
    void take(ScriptValue value) throws ScriptProblem;
  }

  /** The one name of these that is there. */
  String oneOf(List<String> names) throws ScriptProblem {
    List<String> found = keys.keySet().stream().filter(names::contains).toList();
    if (found.size() > 1) {
      throw key(found.get(1))
          .problem("\"%s\" beside \"%s\": only one of them".formatted(found.get(1), found.get(0)));
    }
    if (found.isEmpty()) {
      ScriptValue nearest = keys.isEmpty() ? object : keys.values().iterator().next();
      throw nearest.problem("expected one of " + String.join(", ", names) + among());
    }
    return found.get(0);
  }

  private String among() {
    return keys.isEmpty() ? "" : " beside " + String.join(", ", keys.keySet());
  }

  /** Refuses all other names. */
  void only(List<String> names) throws ScriptProblem {
    for (Map.Entry<String, ScriptValue> key : keys.entrySet()) {
      if (!names.contains(key.getKey())) {
        throw key.getValue()
            .problem(
                "there is no \"%s\" here; there are %s"
                    .formatted(key.getKey(), String.join(", ", names)));
      }
    }
  }

  boolean has(String name) {
    return keys.containsKey(name);
  }

  void ifPresent(String name, Taker taker) throws ScriptProblem {
    ScriptValue value = values.get(name);
    if (value != null) {
      taker.take(value);
    }
  }

  ScriptValue need(String name, String what) throws ScriptProblem {
    @Nullable ScriptValue value = values.get(name);
    if (value == null) {
      throw object.problem("expected \"" + name + "\": " + what);
    }
    return value;
  }

  /** Only of a name that is there. */
  ScriptValue key(String name) {
    ScriptValue key = keys.get(name);
    if (key == null) {
      throw new IllegalArgumentException(name);
    }
    return key;
  }
}
