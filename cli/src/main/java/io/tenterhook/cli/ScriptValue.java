package io.tenterhook.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** A value in a script that knows where it stands. Each method takes it for what it should be. */
final class ScriptValue {
  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");
  private static final Pattern POSITIVE = Pattern.compile("[1-9][0-9]{0,8}");
  private static final String BASE64 = "$base64";

  private final String file;
  private final Node node;

  ScriptValue(String file, Node node) {
    this.file = file;
    this.node = node;
  }

  ScriptProblem problem(String what) {
    int line = 1 + node.getStartMark().map(Mark::getLine).orElse(0);
    int column = 1 + node.getStartMark().map(Mark::getColumn).orElse(0);
    return new ScriptProblem(file, line, column, what);
  }

  private ScriptProblem expected(String what) {
    return problem("expected " + what + ", not " + kind());
  }

  private String kind() {
    if (node instanceof MappingNode) {
      return "an object";
    }
    if (node instanceof SequenceNode) {
      return "a list";
    }
    return isNull() ? "nothing" : "\"" + scalar() + "\"";
  }

  private String scalar() {
    return ((ScalarNode) node).getValue();
  }

  private boolean isNull() {
    return node instanceof ScalarNode && node.getTag().equals(Tag.NULL);
  }

  boolean isObject() {
    return node instanceof MappingNode;
  }

  /** Names that are not strings, as {@code 1:}, are taken as they are written. */
  Map<ScriptValue, ScriptValue> entries(String what) throws ScriptProblem {
    if (!(node instanceof MappingNode mapping)) {
      throw expected(what);
    }
    Map<ScriptValue, ScriptValue> entries = new LinkedHashMap<>();
    List<String> names = new ArrayList<>();
    for (NodeTuple tuple : mapping.getValue()) {
      ScriptValue key = new ScriptValue(file, tuple.getKeyNode());
      if (!(tuple.getKeyNode() instanceof ScalarNode)) {
        throw key.expected("a name");
      }
      if (names.contains(key.scalar())) {
        throw key.problem("\"" + key.scalar() + "\" stands here twice");
      }
      names.add(key.scalar());
      entries.put(key, new ScriptValue(file, tuple.getValueNode()));
    }
    return entries;
  }

  /** For the key of an entry. */
  String name() {
    return scalar();
  }

  List<ScriptValue> elements(String what) throws ScriptProblem {
    if (!(node instanceof SequenceNode sequence)) {
      throw expected(what);
    }
    return sequence.getValue().stream().map(element -> new ScriptValue(file, element)).toList();
  }

  String text(String what) throws ScriptProblem {
    if (!(node instanceof ScalarNode) || !node.getTag().equals(Tag.STR)) {
      throw expected(what);
    }
    return scalar();
  }

  int positive() throws ScriptProblem {
    if (!(node instanceof ScalarNode) || !POSITIVE.matcher(scalar()).matches()) {
      throw expected("a whole number, 1 or more");
    }
    return Integer.parseInt(scalar());
  }

  Duration span() throws ScriptProblem {
    if (node instanceof ScalarNode) {
      try {
        return new Span().convert(scalar());
      } catch (CommandFailure noSpan) {
        throw expected("a time span as 200ms, 5s, 2m or 1h");
      }
    }
    throw expected("a time span as 200ms, 5s, 2m or 1h");
  }

  /** For what is only there or not. */
  void present() throws ScriptProblem {
    if (!isNull() && !(node instanceof ScalarNode && scalar().equals("true"))) {
      throw expected("true");
    }
  }

  /** One that cannot hold bytes. */
  String json() throws ScriptProblem {
    return json(null);
  }

  /**
   * The value as JSON.
   *
   * @param attachments gets what <code>{"$base64":"…"}</code> stands for; null where bytes cannot
   *     be
   */
  String json(@Nullable List<byte[]> attachments) throws ScriptProblem {
    if (node instanceof SequenceNode) {
      List<String> elements = new ArrayList<>();
      for (ScriptValue element : elements("a list")) {
        elements.add(element.json(attachments));
      }
      return "[" + String.join(",", elements) + "]";
    }
    return node instanceof MappingNode ? object(attachments) : scalarJson();
  }

  private String object(@Nullable List<byte[]> attachments) throws ScriptProblem {
    List<String> members = new ArrayList<>();
    for (Map.Entry<ScriptValue, ScriptValue> entry : entries("an object").entrySet()) {
      if (entry.getKey().name().equals(BASE64)) {
        return entry.getValue().attachment(attachments);
      }
      members.add(JsonText.quote(entry.getKey().name()) + ":" + entry.getValue().json(attachments));
    }
    return "{" + String.join(",", members) + "}";
  }

  private String attachment(@Nullable List<byte[]> attachments) throws ScriptProblem {
    if (attachments == null) {
      throw problem("bytes cannot stand here");
    }
    try {
      attachments.add(Base64.getDecoder().decode(text("bytes in base64")));
    } catch (IllegalArgumentException invalid) {
      throw expected("bytes in base64");
    }
    return "{\"_placeholder\":true,\"num\":" + (attachments.size() - 1) + "}";
  }

  private String scalarJson() throws ScriptProblem {
    Tag tag = node.getTag();
    if (tag.equals(Tag.STR)) {
      return JsonText.quote(scalar());
    }
    if (tag.equals(Tag.NULL)) {
      return "null";
    }
    if (tag.equals(Tag.BOOL)) {
      return scalar();
    }
    if ((tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) && NUMBER.matcher(scalar()).matches()) {
      return scalar();
    }
    throw problem("JSON has no " + scalar() + "; in quotes it is text");
  }
}
