package io.tenterhook.interop;

import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Decides about {@link RequiresNode}, once per class. */
final class NodeCondition implements ExecutionCondition {
  private static final String LINE = "!".repeat(80);
  private static final Optional<String> MISSING = PeerPackages.whatIsMissing();

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    Optional<String> missing = context.getTestMethod().isPresent() ? Optional.empty() : MISSING;
    if (missing.isEmpty()) {
      return ConditionEvaluationResult.enabled("Node and npm are here");
    }
    if ("true".equals(System.getenv("CI"))) {
      throw new IllegalStateException(
          "CI=true, so the interop tests must run, but " + missing.get());
    }
    System.err.printf(
        "%n%s%n!! SKIPPED: all tests of %s: %s%n"
            + "!! Install Node 20 or newer with npm to run them.%n%s%n%n",
        LINE, context.getDisplayName(), missing.get(), LINE);
    return ConditionEvaluationResult.disabled(missing.get());
  }
}
