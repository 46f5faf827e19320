package io.tenterhook.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.testng.ITestNGListener;
import org.testng.ITestResult;
import org.testng.TestListenerAdapter;
import org.testng.TestNG;

/** The Flow TCK, which is made for TestNG, as tests of JUnit. */
@Timeout(120)
class FlowTckTest {
  @AfterAll
  static void tearDown() {
    FlowVerification.close();
  }

  @TestFactory
  Stream<DynamicTest> passesTheFlowTck() {
    TestListenerAdapter results = new TestListenerAdapter();
    TestNG tck = new TestNG(false);
    tck.setTestClasses(new Class<?>[] {FlowVerification.class});
    tck.addListener((ITestNGListener) results);
    tck.run();
    List<ITestResult> passed = results.getPassedTests();
    assertThat(passed).hasSizeGreaterThan(20);
    assertThat(results.getConfigurationFailures()).isEmpty();
    return Stream.concat(passed.stream(), results.getFailedTests().stream())
        .map(result -> DynamicTest.dynamicTest(result.getName(), () -> check(result)));
  }

  private static void check(ITestResult result) {
    if (!result.isSuccess()) {
      throw new AssertionError(result.getName(), result.getThrowable());
    }
  }
}
