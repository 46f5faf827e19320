package io.tenterhook.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;
import org.snakeyaml.engine.v2.schema.JsonSchema;

/**
 * From a file to values that know where they stand. YAML 1.2 with its JSON schema: of plain words
 * only {@code true}, {@code false}, {@code null} and numbers are not strings, and JSON is YAML.
 */
final class ScriptFile {
  private static final int MAX_BYTES = 1 << 20;
  private static final int MAX_DEPTH = 100;

  private final String name;
  private final String text;
  private final LoadSettings settings;

  private ScriptFile(String name, String text) {
    this.name = name;
    this.text = text;
    this.settings =
        LoadSettings.builder()
            .setLabel(name)
            .setSchema(new JsonSchema())
            .setCodePointLimit(MAX_BYTES)
            .build();
  }

  static ScriptValue read(Path file) throws ScriptProblem {
    String name = file.toString();
    String text = text(file);
    // JSON may be indented by tabs, YAML may not; in JSON no tab can mean anything else.
    return new ScriptFile(name, name.endsWith(".json") ? text.replace('\t', ' ') : text).parse();
  }

  private static String text(Path file) throws ScriptProblem {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MAX_BYTES + 1);
    } catch (IOException failed) {
      throw CommandFailure.usage(
          "the script " + file + " cannot be read (" + failed + ")", "is the path right?");
    }
    if (bytes.length > MAX_BYTES) {
      throw new ScriptProblem(file.toString(), 1, 1, "is larger than " + MAX_BYTES + " bytes");
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException other) {
      throw new ScriptProblem(file.toString(), 1, 1, "is not UTF-8 text");
    }
  }

  private ScriptValue parse() throws ScriptProblem {
    try {
      checkShape();
      Optional<Node> root = new Composer(settings, parser()).getSingleNode();
      if (root.isPresent()) {
        return new ScriptValue(name, root.get());
      }
      throw new ScriptProblem(name, 1, 1, "is empty; expected \"namespaces:\"");
    } catch (MarkedYamlEngineException invalid) {
      throw problem(
          invalid.getProblemMark().or(invalid::getContextMark),
          String.valueOf(invalid.getProblem()));
    } catch (ReaderException unprintable) {
      throw unprintable(unprintable.getPosition());
    } catch (YamlEngineException invalid) {
      throw new ScriptProblem(name, 1, 1, String.valueOf(invalid.getMessage()));
    }
  }

  /** Before the tree is built, which takes a stack frame for each level and follows aliases. */
  private void checkShape() throws ScriptProblem {
    int depth = 0;
    ParserImpl events = parser();
    while (events.hasNext()) {
      Event event = events.next();
      if (event instanceof AliasEvent) {
        throw problem(event.getStartMark(), "aliases (*name) are not understood; write it again");
      }
      if (event instanceof CollectionStartEvent && ++depth > MAX_DEPTH) {
        throw problem(event.getStartMark(), "more than " + MAX_DEPTH + " levels deep");
      }
      if (event instanceof CollectionEndEvent) {
        depth--;
      }
    }
  }

  private ParserImpl parser() {
    return new ParserImpl(settings, new StreamReader(settings, text));
  }

  private ScriptProblem problem(Optional<Mark> mark, String what) {
    return new ScriptProblem(
        name, 1 + mark.map(Mark::getLine).orElse(0), 1 + mark.map(Mark::getColumn).orElse(0), what);
  }

  private ScriptProblem unprintable(int position) {
    int at = text.offsetByCodePoints(0, Math.min(position, text.codePointCount(0, text.length())));
    int line = 1 + (int) text.substring(0, at).chars().filter(c -> c == '\n').count();
    int column = at - text.lastIndexOf('\n', Math.max(0, at - 1));
    return new ScriptProblem(name, line, column, "a character that must not stand in a script");
  }
}
