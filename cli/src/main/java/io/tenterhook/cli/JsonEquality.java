package io.tenterhook.cli;

import io.tenterhook.client.ConversionException;
import io.tenterhook.client.RawJson;
import java.util.List;
import java.util.Map;

/**
 * Whether two JSON texts mean the same: white space, escapes, the order of members and the writing
 * of numbers ({@code 1}, {@code 1.0}, {@code 10e-1}) make no difference.
 */
final class JsonEquality {
  private JsonEquality() {}

  static boolean same(RawJson one, RawJson other) {
    if (one.type() != other.type()) {
      return false;
    }
    return switch (one.type()) {
      case OBJECT -> sameMembers(one.members(), other.members());
      case ARRAY -> sameElements(one.elements(), other.elements());
      case STRING -> one.asString().equals(other.asString());
      case NUMBER -> sameNumber(one, other);
      default -> one.toString().equals(other.toString());
    };
  }

  private static boolean sameMembers(Map<String, RawJson> one, Map<String, RawJson> other) {
    return one.size() == other.size()
        && one.entrySet().stream()
            .allMatch(
                member -> {
                  RawJson there = other.get(member.getKey());
                  return there != null && same(member.getValue(), there);
                });
  }

  private static boolean sameElements(List<RawJson> one, List<RawJson> other) {
    if (one.size() != other.size()) {
      return false;
    }
    for (int i = 0; i < one.size(); i++) {
      if (!same(one.get(i), other.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean sameNumber(RawJson one, RawJson other) {
    if (one.toString().equals(other.toString())) {
      return true;
    }
    try {
      return one.asBigDecimal().compareTo(other.asBigDecimal()) == 0;
    } catch (ConversionException tooLarge) {
      // Only exponents beyond all use, which are then equal as texts or not at all.
      return false;
    }
  }
}
