package io.tenterhook.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AllObserversTest {

  static Stream<Method> hooks() {
    return Arrays.stream(ClientObserver.class.getDeclaredMethods())
        .filter(hook -> !Modifier.isStatic(hook.getModifiers()) && !hook.isSynthetic());
  }

  /** A hook that is forgotten here would be silent for everybody: each client has several. */
  @ParameterizedTest
  @MethodSource("hooks")
  void passesEveryHookOn(Method hook) throws NoSuchMethodException {
    assertThat(AllObservers.class.getMethod(hook.getName(), hook.getParameterTypes()))
        .extracting(Method::getDeclaringClass)
        .isEqualTo(AllObservers.class);
  }
}
