package io.tenterhook.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every Java example in the documentation compiles: the code blocks of the Markdown files, and the
 * {@code <pre>} blocks in the Javadoc of the published API.
 *
 * <p>An example is the body of a method in a class that extends {@link ExampleContext}, which
 * declares what examples may take for granted. Whole classes and imports may stand in it too.
 */
class ExamplesCompileTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern MARKDOWN = Pattern.compile("(?s)```java\\n(.*?)```");
  private static final Pattern JAVADOC =
      Pattern.compile("(?s)<pre>\\{@code\\n(.*?)\\n\\s*\\* ?\\}</pre>");
  private static final Pattern PUBLIC_TYPE =
      Pattern.compile("(?m)^public (abstract )?(final |sealed )?(class|interface|enum|record) ");
  private static final Pattern IMPORT = Pattern.compile("(?m)^import .*;\\n");

  @TempDir Path output;

  @TestFactory
  Stream<DynamicTest> compiles() throws IOException {
    List<Example> examples = examples();
    Map<String, String> errors = errors(examples);
    return examples.stream()
        .map(Example::where)
        .map(where -> dynamicTest(where, () -> assertThat(errors).doesNotContainKey(where)));
  }

  @Test
  void findsTheExamples() throws IOException {
    assertThat(examples().stream().map(Example::where))
        .anyMatch(where -> where.startsWith("README.md"))
        .anyMatch(where -> where.contains("SocketIoClient.java"));
  }

  @Test
  void everyPublicTypeOfTheClientHasAnExample() throws IOException {
    Path api = ROOT.resolve("client/src/main/java/io/tenterhook/client");
    try (Stream<Path> files = Files.list(api)) {
      assertThat(files.filter(file -> file.toString().endsWith(".java")))
          .allSatisfy(
              file -> {
                String code = read(file);
                if (PUBLIC_TYPE.matcher(code).find()) {
                  assertThat(code).contains("<pre>{@code");
                }
              });
    }
  }

  @Test
  void noticesAnExampleThatDoesNotCompile() {
    Example wrong = new Example("wrong", "client.noSuchMethod();");
    assertThat(errors(List.of(wrong)).get("wrong")).contains("noSuchMethod");
  }

  private record Example(String where, String code) {}

  private static List<Example> examples() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files
          .filter(file -> !file.toString().contains("target") && !file.toString().contains("node_"))
          .flatMap(ExamplesCompileTest::examplesIn)
          .toList();
    }
  }

  private static Stream<Example> examplesIn(Path file) {
    String name = ROOT.relativize(file).toString();
    if (name.endsWith(".md")) {
      return found(name, MARKDOWN, read(file));
    }
    if (name.matches(
        "(client|json-jackson3?|msgpack|testing(-client)?|junit)/src/main/.*\\.java")) {
      return found(name, JAVADOC, read(file))
          .map(example -> new Example(example.where(), withoutStars(example.code())));
    }
    return Stream.empty();
  }

  private static Stream<Example> found(String name, Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    Stream.Builder<Example> examples = Stream.builder();
    while (matcher.find()) {
      long line = text.substring(0, matcher.start()).lines().count();
      examples.add(new Example(name + ":" + line, matcher.group(1) + "\n"));
    }
    return examples.build();
  }

  private static String withoutStars(String code) {
    return code.lines()
        .map(line -> line.replaceFirst("^\\s*\\* ?", ""))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** What the compiler says, by example; those that compile are not in it. */
  private Map<String, String> errors(List<Example> examples) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    Map<JavaFileObject, Example> sources = new HashMap<>();
    for (Example example : examples) {
      sources.put(source("example" + sources.size(), example), example);
    }
    Map<String, String> errors = new TreeMap<>();
    List<String> options =
        List.of(
            "-proc:none", "-d", output.toString(), "-cp", System.getProperty("java.class.path"));
    compiler
        .getTask(
            null,
            null,
            said -> {
              Example example = sources.get(said.getSource());
              if (said.getKind() == Diagnostic.Kind.ERROR && example != null) {
                errors.merge(example.where(), said + "\n" + example.code(), String::concat);
              }
            },
            options,
            null,
            sources.keySet())
        .call();
    return errors;
  }

  /** Each example is a class in a package of its own. */
  private static JavaFileObject source(String name, Example example) {
    String imports =
        IMPORT.matcher(example.code()).results().map(r -> r.group()).collect(Collectors.joining());
    String body = IMPORT.matcher(example.code()).replaceAll("");
    boolean wholeClass = body.strip().matches("(?s)(@\\w+.*?\\s)?(public |final )*class .*");
    String code =
        "package "
            + name
            + ";\n"
            + (example.where().matches("(testing|junit)/.*")
                ? "import io.tenterhook.testing.*;\n"
                : "import io.tenterhook.client.*;\n")
            + (example.where().startsWith("testing-client/")
                ? "import io.tenterhook.testing.*;\nimport io.tenterhook.testing.client.*;\n"
                : "")
            + "import io.tenterhook.docs.ExampleContext;\n"
            + "import static io.tenterhook.docs.ExampleContext.*;\n"
            + "import java.nio.file.Path;\n"
            + "import java.time.Duration;\n"
            + "import static java.time.Duration.*;\n"
            + "import io.tenterhook.msgpack.MessagePackParser;\n"
            + "import java.util.*;\n"
            + "import java.util.concurrent.*;\n"
            + imports
            + (wholeClass
                ? body
                : "class Example extends ExampleContext {\n  void example() throws Exception {\n"
                    + body
                    + "  }\n}\n");
    return new SimpleJavaFileObject(
        URI.create("string:///" + name + "/Example.java"), JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return code;
      }
    };
  }
}
