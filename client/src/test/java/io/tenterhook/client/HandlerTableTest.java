package io.tenterhook.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HandlerTableTest {
  private static final List<Registration> ANY =
      List.of(new Registration(event -> {}, false, gone -> {}));

  private static HandlerTable.@Nullable Entry find(HandlerTable table, String name) {
    byte[] framed = ("42[\"" + name + "\"]").getBytes(StandardCharsets.UTF_8);
    return table.find(framed, 4, framed.length - 2);
  }

  private static HandlerTable tableOf(List<String> names) {
    HandlerTable table = HandlerTable.EMPTY;
    for (String name : names) {
      table = table.with(name, ANY);
    }
    return table;
  }

  @Test
  void findsNothingWhenEmpty() {
    assertThat(find(HandlerTable.EMPTY, "a")).isNull();
    assertThat(find(HandlerTable.EMPTY, "")).isNull();
  }

  @Test
  void findsEveryNameByItsBytesAndNoOther() {
    List<String> names = new ArrayList<>(List.of("", "a", "é", "𝄞", "7", "x".repeat(2_000)));
    for (int i = 0; i < 300; i++) {
      names.add("event-" + i);
    }

    HandlerTable table = tableOf(names);

    for (String name : names) {
      HandlerTable.Entry entry = find(table, name);
      assertThat(entry).as(name).isNotNull();
      assertThat(entry.name).isEqualTo(name);
      assertThat(table.find(name)).isSameAs(entry);
    }
    assertThat(find(table, "event-300")).isNull();
    assertThat(find(table, "event-1 ")).isNull();
    assertThat(find(table, "e")).isNull();
  }

  /** {@code Aa} and {@code BB} have one hash in a sum of 31^n, and so has every mixture of them. */
  @Test
  void tellsNamesWithOneHashApart() {
    List<String> names = List.of("AaAa", "BBBB", "AaBB", "BBAa");

    HandlerTable table = tableOf(names);

    for (String name : names) {
      HandlerTable.Entry entry = find(table, name);
      assertThat(entry).isNotNull();
      assertThat(entry.name).isEqualTo(name);
    }
    assertThat(find(table.with("AaBB", List.of()), "AaBB")).isNull();
    assertThat(find(table.with("AaBB", List.of()), "BBAa")).isNotNull();
  }

  @Test
  void leavesTheOldTableAsItWas() {
    HandlerTable before = tableOf(List.of("a"));

    HandlerTable after = before.with("b", ANY).with("a", List.of());

    assertThat(find(before, "a")).isNotNull();
    assertThat(find(before, "b")).isNull();
    assertThat(find(after, "a")).isNull();
    assertThat(find(after, "b")).isNotNull();
  }
}
