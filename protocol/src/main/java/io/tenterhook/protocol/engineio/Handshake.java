package io.tenterhook.protocol.engineio;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.tenterhook.protocol.ProtocolException;
import io.tenterhook.protocol.ProtocolRule;
import io.tenterhook.protocol.json.JsonCursor;
import io.tenterhook.protocol.json.JsonScanner;
import io.tenterhook.protocol.json.JsonWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * The payload of the OPEN packet. Engine.IO v4, "Handshake".
 *
 * <pre>{@code
 * {"sid":"lv_VI97HAXpY6yYWAAAC","upgrades":["websocket"],
 *  "pingInterval":25000,"pingTimeout":20000,"maxPayload":1000000}
 * }</pre>
 *
 * @param sid the session id, not empty
 * @param upgrades the transports that the session can be upgraded to
 * @param pingIntervalMillis how often the server pings, 1 ms to 24 h
 * @param pingTimeoutMillis how long either side waits beyond that, 1 ms to 24 h
 * @param maxPayloadBytes the size of a polling payload that the server accepts, 0 for no limit
 */
public record Handshake(
    String sid,
    List<String> upgrades,
    long pingIntervalMillis,
    long pingTimeoutMillis,
    long maxPayloadBytes) {

  /** The longest ping interval and timeout that is accepted, 24 h. */
  public static final long MAX_INTERVAL_MILLIS = 24L * 60 * 60 * 1000;

  private static final byte[] SID = "sid".getBytes(US_ASCII);
  private static final byte[] UPGRADES = "upgrades".getBytes(US_ASCII);
  private static final byte[] PING_INTERVAL = "pingInterval".getBytes(US_ASCII);
  private static final byte[] PING_TIMEOUT = "pingTimeout".getBytes(US_ASCII);
  private static final byte[] MAX_PAYLOAD = "maxPayload".getBytes(US_ASCII);

  /** Depth of an open packet is 2; members we do not know may be deeper. */
  private static final int MAX_DEPTH = 16;

  /** Longer numbers are no durations, and parsing them is work that a peer could make us do. */
  private static final int MAX_NUMBER_LENGTH = 32;

  /**
   * Checks the values.
   *
   * @throws ProtocolException INVALID_HANDSHAKE if one is out of its range
   * @param sid the session id, not empty
   * @param upgrades the transports that the session can be upgraded to
   * @param pingIntervalMillis how often the server pings, 1 ms to 24 h
   * @param pingTimeoutMillis how long either side waits beyond that, 1 ms to 24 h
   * @param maxPayloadBytes the size of a polling payload that the server accepts, 0 for no limit
   */
  public Handshake {
    if (sid.isEmpty()) {
      throw invalid("a sid that is not empty", "\"\"");
    }
    checkInterval("pingInterval", pingIntervalMillis);
    checkInterval("pingTimeout", pingTimeoutMillis);
    if (maxPayloadBytes < 0) {
      throw invalid("maxPayload of 0 (no limit) or more", String.valueOf(maxPayloadBytes));
    }
    upgrades = List.copyOf(upgrades);
  }

  /**
   * Reads the payload. Unknown members are ignored, the last of equal names counts; absent {@code
   * upgrades} are none, an absent {@code maxPayload} is no limit.
   *
   * @param json UTF-8 text
   * @param start where the payload starts
   * @param end where the payload ends
   * @return the handshake
   * @throws ProtocolException INVALID_HANDSHAKE, or what is wrong with the JSON
   */
  public static Handshake parse(byte[] json, int start, int end) {
    JsonScanner.checkValue(json, start, end, MAX_DEPTH);
    int open = JsonScanner.skipWhitespace(json, start, end);
    if (json[open] != '{') {
      throw invalid("an object", json, open, end);
    }
    String sid = "";
    List<String> upgrades = List.of();
    // Absent is 0, which is out of range for an interval and no limit for maxPayload.
    long pingInterval = 0;
    long pingTimeout = 0;
    long maxPayload = 0;
    JsonCursor member = JsonCursor.object(json, open, closingBrace(json, end));
    while (member.next()) {
      if (member.keyEquals(SID)) {
        sid = string(json, member);
      } else if (member.keyEquals(UPGRADES)) {
        upgrades = strings(json, member);
      } else if (member.keyEquals(PING_INTERVAL)) {
        pingInterval = number(json, member);
      } else if (member.keyEquals(PING_TIMEOUT)) {
        pingTimeout = number(json, member);
      } else if (member.keyEquals(MAX_PAYLOAD)) {
        maxPayload = number(json, member);
      }
    }
    return new Handshake(sid, upgrades, pingInterval, pingTimeout, maxPayload);
  }

  /**
   * Writes the payload, for a server.
   *
   * @return JSON in UTF-8
   */
  public byte[] toJson() {
    StringBuilder json = new StringBuilder(128).append("{\"sid\":").append(quoted(sid));
    json.append(",\"upgrades\":[");
    for (int i = 0; i < upgrades.size(); i++) {
      json.append(i == 0 ? "" : ",").append(quoted(upgrades.get(i)));
    }
    json.append("],\"pingInterval\":").append(pingIntervalMillis);
    json.append(",\"pingTimeout\":").append(pingTimeoutMillis);
    json.append(",\"maxPayload\":").append(maxPayloadBytes).append('}');
    return json.toString().getBytes(UTF_8);
  }

  private static String quoted(String text) {
    return new String(JsonWriter.string(text), UTF_8);
  }

  private static int closingBrace(byte[] json, int end) {
    int after = end;
    while (json[after - 1] != '}') {
      after--;
    }
    return after;
  }

  private static String string(byte[] json, JsonCursor value) {
    if (json[value.start()] != '"') {
      throw invalid("a string", json, value.start(), value.end());
    }
    return JsonScanner.readString(json, value.start(), value.end());
  }

  private static List<String> strings(byte[] json, JsonCursor value) {
    if (json[value.start()] != '[') {
      throw invalid("an array of strings", json, value.start(), value.end());
    }
    List<String> strings = new ArrayList<>();
    JsonCursor element = JsonCursor.array(json, value.start(), value.end());
    while (element.next()) {
      strings.add(string(json, element));
    }
    return strings;
  }

  /** A number's whole part: servers in other languages write 25000.0. */
  private static long number(byte[] json, JsonCursor value) {
    int length = value.end() - value.start();
    byte first = json[value.start()];
    if (length > MAX_NUMBER_LENGTH || !(first == '-' || (first >= '0' && first <= '9'))) {
      throw invalid("a number", json, value.start(), value.end());
    }
    double number = Double.parseDouble(new String(json, value.start(), length, US_ASCII));
    return (long) Math.floor(number);
  }

  private static void checkInterval(String name, long millis) {
    if (millis < 1 || millis > MAX_INTERVAL_MILLIS) {
      throw invalid(name + " from 1 to " + MAX_INTERVAL_MILLIS + " ms", String.valueOf(millis));
    }
  }

  private static ProtocolException invalid(String expected, byte[] json, int start, int end) {
    return ProtocolException.unexpected(ProtocolRule.INVALID_HANDSHAKE, expected, json, start, end);
  }

  private static ProtocolException invalid(String expected, String actual) {
    return new ProtocolException(
        ProtocolRule.INVALID_HANDSHAKE, "expected " + expected + ", found " + actual);
  }
}
