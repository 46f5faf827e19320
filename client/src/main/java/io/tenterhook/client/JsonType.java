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

  final Type type() {
    return type;
  }

  @Override
  public final String toString() {
    return type.getTypeName();
  }
}
