package io.tenterhook.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenterhook.testing.Fault;
import io.tenterhook.testing.ServerConnection;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The tables of faults in {@code docs/guide/testing.md} are whole. */
class FaultTableTest {
  private static final Path GUIDE = Path.of("..", "docs", "guide", "testing.md");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| (`.*) \\|$");
  private static final Pattern TEXT = Pattern.compile("`([^`]+)`");

  private static List<String> rows() throws IOException {
    String guide = Files.readString(GUIDE);
    int start = guide.indexOf("\n## Faults\n");
    String section = guide.substring(start, guide.indexOf("\n## ", start + 1));
    return ROW.matcher(section).results().map(row -> row.group(1)).toList();
  }

  static Stream<String> factories() {
    return Arrays.stream(Fault.class.getMethods())
        .filter(method -> Modifier.isStatic(method.getModifiers()))
        .filter(method -> method.getReturnType() == Fault.class)
        .map(Method::getName)
        .filter(name -> !name.equals("parse"))
        .distinct();
  }

  static Stream<String> acts() {
    return Arrays.stream(ServerConnection.class.getMethods())
        .filter(method -> method.getReturnType() == void.class)
        .filter(method -> method.getDeclaringClass() == ServerConnection.class)
        .map(Method::getName);
  }

  @ParameterizedTest
  @MethodSource({"factories", "acts"})
  void hasARowForEachFaultAndEachAct(String name) throws IOException {
    assertThat(rows()).anySatisfy(row -> assertThat(row).contains("`" + name + "("));
  }

  static Stream<String> names() {
    return Fault.names().stream().map(form -> form.replaceAll("[=@].*", ""));
  }

  @ParameterizedTest
  @MethodSource("names")
  void namesEachFormOfText(String name) throws IOException {
    Pattern form = Pattern.compile("`" + Pattern.quote(name) + "([=@][^`]*)?`");
    assertThat(rows()).anySatisfy(row -> assertThat(row).containsPattern(form));
  }

  static Stream<String> texts() throws IOException {
    return rows().stream()
        .map(row -> row.split("\\|", -1)[1])
        .flatMap(cell -> TEXT.matcher(cell).results())
        .map(text -> text.group(1).replace("=URL", "=http://a/"));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void showsTextsThatCanBeRead(String text) {
    boolean moment = text.contains("@");
    boolean fault =
        Fault.names().stream()
            .anyMatch(
                form ->
                    form.replaceAll("[=@].*", "").equals(text.replaceAll("[=@].*", ""))
                        && !form.endsWith("@MOMENT"));

    assertThat(Fault.parse(moment || fault ? text : text + "@connect")).isNotNull();
  }
}
