package io.tenterhook.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Shows that each rule can fail: a rule that nothing breaks may look at nothing. */
final class HouseRulesTest {

  private static final String ROOT = "io.tenterhook.architecture.fixture";
  private static final JavaClasses FIXTURES = new ClassFileImporter().importPackages(ROOT);

  private final HouseRules rules = new HouseRules(ROOT, Set.of(ROOT + ".client"));

  @Test
  void findsEachWayInWhichTheCoreLeavesItsRoom() {
    assertThat(breaches(rules.protocolTouchesNoSocketThreadClockRandomnessOrLogger()))
        .anyMatch(breach -> breach.contains("AtomicLong"))
        .anyMatch(breach -> breach.contains("System.nanoTime()"))
        .anyMatch(breach -> breach.contains("Instant.now()"))
        .anyMatch(breach -> breach.contains("Math.random()"))
        .anyMatch(breach -> breach.contains("System.getLogger("));
  }

  @Test
  void findsPackageCycle() {
    assertThat(breaches(rules.packagesFormNoCycle()))
        .anyMatch(breach -> breach.contains("Slice client") && breach.contains("Slice testing"));
  }

  @Test
  void findsLibraryTypeInsideAGenericSignature() {
    assertThat(breaches(rules.apiShowsNoNettyOrJackson()))
        .anyMatch(breach -> breach.contains("FrameManager.frames()") && breach.contains("ByteBuf"))
        .noneMatch(breach -> breach.contains("hidden"));
  }

  @Test
  void findsHiddenTypeInASignature() {
    assertThat(breaches(rules.apiShowsNoHiddenTypeOfOurs()))
        .anyMatch(breach -> breach.contains("otherHalf()") && breach.contains("KnowsTheClient"));
  }

  @Test
  void findsShellThatLooksBehindTheSpi() {
    assertThat(breaches(rules.shellsSeeOnlyTheSpiOfTheClient()))
        .anyMatch(breach -> breach.contains("LooksBehindTheSpi"));
  }

  @Test
  void findsTestServerThatKnowsTheClient() {
    assertThat(breaches(rules.testServerSeesNothingOfTheClient()))
        .anyMatch(breach -> breach.contains("KnowsTheClient"));
  }

  @Test
  void findsPublicNameThatSaysNothing() {
    assertThat(breaches(rules.publicNamesSayWhatAThingIs()))
        .anyMatch(breach -> breach.contains("FrameManager"));
  }

  private static List<String> breaches(ArchRule rule) {
    return rule.evaluate(FIXTURES).getFailureReport().getDetails();
  }
}
