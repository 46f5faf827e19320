package io.tenterhook.protocol.json;

import static io.tenterhook.protocol.Wire.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tenterhook.protocol.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JsonCursorTest {
  @Test
  void walksTheElementsOfAnArray() {
    assertThat(elements("[\"a\",1,[2,[3]],{\"b\":[]},null,\"],\\\"[\"]"))
        .containsExactly("\"a\"", "1", "[2,[3]]", "{\"b\":[]}", "null", "\"],\\\"[\"");
  }

  @Test
  void leavesOutWhiteSpace() {
    assertThat(elements("[ 1 ,\n\"a\"\t, [ 2 , 3 ] , -1.5e3 ]"))
        .containsExactly("1", "\"a\"", "[ 2 , 3 ]", "-1.5e3");
  }

  @Test
  void findsNothingInEmptyContainers() {
    assertThat(elements("[]")).isEmpty();
    assertThat(elements("[ \n ]")).isEmpty();
    assertThat(JsonCursor.object(utf8("{ }"), 0, 3).next()).isFalse();
  }

  @Test
  void walksTheMembersOfAnObject() {
    byte[] json = utf8("{\"a\":1, \"b}\" : {\"c\":[\"}\"]} ,\"\\u0064\":\"x\"}");
    JsonCursor member = JsonCursor.object(json, 0, json.length);
    List<String> members = new ArrayList<>();

    while (member.next()) {
      members.add(member.key() + " -> " + Wire.text(json, member.start(), member.end()));
    }

    assertThat(members).containsExactly("a -> 1", "b} -> {\"c\":[\"}\"]}", "d -> \"x\"");
  }

  @Test
  void comparesNamesHoweverTheyAreEscaped() {
    byte[] json = utf8("{\"sid\":1,\"s\\u0069d\":2,\"sie\":3,\"si\":4}");
    JsonCursor member = JsonCursor.object(json, 0, json.length);
    List<Boolean> equal = new ArrayList<>();

    while (member.next()) {
      equal.add(member.keyEquals(utf8("sid")));
    }

    assertThat(equal).containsExactly(true, true, false, false);
  }

  @Test
  void walksAPartOfAnArray() {
    byte[] json = utf8("42[\"a\",[1,2]]");
    JsonCursor element = JsonCursor.array(json, 7, 12);

    assertThat(element.next()).isTrue();
    assertThat(Wire.text(json, element.start(), element.end())).isEqualTo("1");
    assertThat(element.next()).isTrue();
    assertThat(element.next()).isFalse();
  }

  @Test
  void everyElementIsAValueOfItsOwn() {
    Random random = new Random(Wire.seed());
    for (int round = 0; round < 10_000; round++) {
      byte[] json = GeneratedJson.array(random, "", random.nextInt(4));
      JsonCursor element = JsonCursor.array(json, 0, json.length);
      while (element.next()) {
        JsonScanner.checkValue(json, element.start(), element.end(), 512);
      }
    }
  }

  @Test
  void endsOnTextThatWasNeverValidated() {
    Random random = new Random(Wire.seed());
    byte[][] words = {utf8("["), utf8("]"), utf8("\""), utf8("\\"), utf8(","), utf8(":1")};
    for (int round = 0; round < 100_000; round++) {
      byte[] noise = Wire.noise(random, words);
      assertEnds(JsonCursor.array(noise, 0, noise.length), noise.length);
      assertEnds(JsonCursor.object(noise, 0, noise.length), noise.length);
    }
  }

  private static void assertEnds(JsonCursor cursor, int length) {
    int steps = 0;
    while (cursor.next()) {
      assertThat(cursor.end()).isBetween(cursor.start(), length);
      assertThat(++steps).isLessThanOrEqualTo(length);
    }
  }

  private static List<String> elements(String array) {
    byte[] json = utf8(array);
    JsonCursor element = JsonCursor.array(json, 0, json.length);
    List<String> elements = new ArrayList<>();
    while (element.next()) {
      elements.add(Wire.text(json, element.start(), element.end()));
    }
    return elements;
  }
}
