package io.tenterhook.testing;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a CONNECT is answered: see {@link ServerNamespace#whenConnecting}.
 *
 * <pre>{@code
 * ServerNamespace orders = server.namespace("/orders");
 * orders.whenConnecting().times(2).reject("full", "{\"retry\":true}");
 * orders.whenConnecting().withAuth("{\"user\":\"slow\"}").accept().after(ofSeconds(1));
 * }</pre>
 *
 * <p>A stub that accepts hands on to {@link ServerNamespace#authorize} and {@link
 * ServerNamespace#use}, which may still refuse.
 */
public final class ConnectStub extends Stub<ConnectStub> {
  private @Nullable String auth;
  private Map<String, @Nullable Object> members = Map.of();
  private Duration delay = Duration.ZERO;

  /** What the loop reads, set anew by each verdict and delay. */
  private volatile @Nullable Verdict verdict;

  ConnectStub(Stubs stubs) {
    super(stubs, "whenConnecting()");
  }

  /**
   * Only for clients whose auth payload has at least these members. Values are compared as JSON.
   *
   * @param jsonObject for instance <code>{"token":"abc"}</code>
   * @return this stub
   */
  public ConnectStub withAuth(String jsonObject) {
    conditionsAreOpen("withAuth");
    Json.check(jsonObject, "the auth payload");
    if (!(JsonEquality.value(jsonObject) instanceof Map<?, ?> object)) {
      throw new IllegalArgumentException("the auth payload must be an object, not " + jsonObject);
    }
    auth = jsonObject;
    members = members(object);
    return this;
  }

  private static Map<String, @Nullable Object> members(Map<?, ?> object) {
    Map<String, @Nullable Object> members = new HashMap<>();
    object.forEach((name, value) -> members.put((String) name, value));
    return members;
  }

  /**
   * Lets the client in, unless somebody who is asked later refuses.
   *
   * @return this stub
   */
  public ConnectStub accept() {
    return answer(Verdict.accept());
  }

  /**
   * Refuses with CONNECT_ERROR {@code {"message":…}}.
   *
   * @param message any text
   * @return this stub
   */
  public ConnectStub reject(String message) {
    return answer(Verdict.reject(message));
  }

  /**
   * Refuses with CONNECT_ERROR {@code {"message":…,"data":…}}.
   *
   * @param message any text
   * @param dataJson one JSON value
   * @return this stub
   */
  public ConnectStub reject(String message, String dataJson) {
    return answer(Verdict.reject(message, dataJson));
  }

  /**
   * Never answers.
   *
   * @return this stub
   */
  public ConnectStub never() {
    return answer(Verdict.never());
  }

  /**
   * Answers later.
   *
   * @param delay how much later, zero or more
   * @return this stub
   */
  public ConnectStub after(Duration delay) {
    this.delay = this.delay.plus(StubWithSteps.notNegative(delay));
    Verdict known = verdict;
    if (known != null) {
      verdict = known.after(this.delay);
    }
    return this;
  }

  private ConnectStub answer(Verdict answer) {
    verdict = answer.after(delay);
    count();
    return this;
  }

  boolean matches(ConnectRequest request, int connectionNumber) {
    return hasMembers(request.auth()) && claim(connectionNumber);
  }

  private boolean hasMembers(@Nullable String auth) {
    if (members.isEmpty()) {
      return true;
    }
    return auth != null
        && JsonEquality.value(auth) instanceof Map<?, ?> object
        && members(object).entrySet().containsAll(members.entrySet());
  }

  Verdict verdict() {
    return Objects.requireNonNull(verdict);
  }

  @Override
  boolean isReplacedBy(Stub<?> later) {
    return super.isReplacedBy(later)
        && later instanceof ConnectStub stub
        && members.equals(stub.members);
  }

  @Override
  ConnectStub self() {
    return this;
  }

  @Override
  String conditions() {
    return auth == null ? "" : " with auth " + auth;
  }
}
