package io.tenterhook.client;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;

/**
 * A generic type as a value, for where a {@code Class} cannot say it:
 *
 * <pre>{@code
 * List<Order> orders = event.args().get(0, new JsonType<List<Order>>() {});
 * }</pre>
 *
 * @param <T> the type
 */
public abstract class JsonType<T> {
  private final Type type;

  /** Reads the type argument of the anonymous subclass. */
  protected JsonType() {
    if (!(getClass().getGenericSuperclass() instanceof ParameterizedType parameterized)) {
      throw new IllegalStateException("write new JsonType<List<String>>() {} with a type argument");
    }
    this.type = parameterized.getActualTypeArguments()[0];
  }

  private JsonType(Class<T> type) {
    this.type = type;
  }

  /**
   * A class as such a type, for handlers of several arguments of which others are generic:
   *
   * <pre>{@code
   * socket.on("filled", JsonType.of(Order.class), new JsonType<List<Post>>() {},
   *     (order, posts) -> log.info("{} {}", order, posts));
   * }</pre>
   *
   * @param type the class
   * @param <T> the type
   * @return the type
   */
  public static <T> JsonType<T> of(Class<T> type) {
    return new JsonType<>(type) {};
  }

  final Type type() {
    return type;
  }

  @Override
  public final String toString() {
    return type.getTypeName();
  }
}
