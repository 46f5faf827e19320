package io.tenterhook.cli;

import io.tenterhook.client.RawJson;
import io.tenterhook.testing.Authorizer;
import io.tenterhook.testing.ConnectRequest;
import io.tenterhook.testing.Json;
import io.tenterhook.testing.Verdict;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lets in who has <code>{"token":"…"}</code> in its auth payload, with the right token. */
final class TokenCheck implements Authorizer {
  private static final Duration COMMAND_TIMEOUT = Duration.ofSeconds(10);

  private final byte[] token;

  private TokenCheck(String token) {
    this.token = token.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Understands what stands after {@code --require-auth}: what {@code --auth} takes, and a bare
   * token. Read once.
   */
  static TokenCheck parse(String text, Map<String, String> environment) {
    if (!text.matches("(?s)(@|env:|cmd:|\\s*\\{).*")) {
      return new TokenCheck(text);
    }
    try {
      RawJson auth = AuthSource.parse(text, environment, COMMAND_TIMEOUT).read();
      String token = tokenOf(auth);
      if (token != null) {
        return new TokenCheck(token);
      }
      throw CommandFailure.usage(
          "--require-auth has no \"token\" in its object", "write {\"token\":\"…\"}");
    } catch (AuthSource.Unusable unusable) {
      throw CommandFailure.usage(
          "--require-auth: " + unusable.reason(), "give it a token, @file or env:VARIABLE");
    }
  }

  private static @Nullable String tokenOf(RawJson auth) {
    boolean there = auth.type() == RawJson.Type.OBJECT && auth.hasMember("token");
    return there && auth.member("token").type() == RawJson.Type.STRING
        ? auth.member("token").asString()
        : null;
  }

  @Override
  public Verdict decide(ConnectRequest request) {
    String auth = request.auth();
    String given = auth == null ? null : tokenOf(RawJson.of(auth));
    if (given == null) {
      return refusal("auth has no \"token\"");
    }
    return MessageDigest.isEqual(token, given.getBytes(StandardCharsets.UTF_8))
        ? Verdict.accept()
        : refusal("the token is wrong");
  }

  private static Verdict refusal(String reason) {
    return Verdict.reject("unauthorized", "{\"reason\":" + Json.string(reason) + "}");
  }
}
