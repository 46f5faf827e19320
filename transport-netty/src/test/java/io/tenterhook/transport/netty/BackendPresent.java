package io.tenterhook.transport.netty;

import java.util.Objects;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Skips a run by io_uring where it is forbidden, as it is in many containers. Registered by itself
 * in the runs that name a backend. Epoll is never forbidden: without it such a run fails.
 */
public final class BackendPresent implements ExecutionCondition {

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    if (Objects.equals(System.getProperty(IoBackend.PROPERTY), "io_uring")) {
      try {
        IoBackend.best();
      } catch (IllegalStateException e) {
        return ConditionEvaluationResult.disabled(e.getMessage());
      }
    }
    return ConditionEvaluationResult.enabled("");
  }
}
