package io.tenterhook.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The rules, for the packages below one root. The root is a parameter so that each rule can be
 * tried on fixtures that break it.
 *
 * <p>Every rule accepts an empty set of classes: a rule stands before the code it guards.
 */
final class HouseRules {

  private final String root;
  private final Set<String> exportedPackages;

  HouseRules(String root, Set<String> exportedPackages) {
    this.root = root;
    this.exportedPackages = exportedPackages;
  }

  /** Module descriptors cannot say this: nearly all of it lives in {@code java.base}. */
  ArchRule protocolTouchesNoSocketThreadClockRandomnessOrLogger() {
    DescribedPredicate<JavaClass> outsideWorld =
        resideInAnyPackage(
                "java.net..",
                "java.nio.channels..",
                "java.nio.file..",
                "java.security..",
                "java.util.concurrent..",
                "java.util.logging..",
                "java.util.random..")
            .or(
                describe(
                    "Thread, Clock, Random, Timer or System.Logger",
                    type ->
                        Set.of(
                                "java.lang.Thread",
                                "java.lang.ThreadLocal",
                                "java.lang.System$Logger",
                                "java.time.Clock",
                                "java.util.Random",
                                "java.util.Timer")
                            .contains(type.getName())));
    DescribedPredicate<JavaAccess<?>> hiddenInput =
        describe(
            "the clock, randomness or a logger is asked for", HouseRules::readsTheOutsideWorld);
    return noClasses()
        .that()
        .resideInAPackage(root + ".protocol..")
        .should()
        .dependOnClassesThat(outsideWorld)
        .orShould()
        .accessTargetWhere(hiddenInput)
        .because("the core is pure: the same calls give the same result")
        .allowEmptyShould(true);
  }

  ArchRule packagesFormNoCycle() {
    return slices().matching(root + ".(**)").should().beFreeOfCycles().allowEmptyShould(true);
  }

  /** A binding is the exception: what it is made of is a user's own mapper. */
  ArchRule apiShowsNoNettyOrJackson() {
    return classes()
        .that(areExported())
        .and(resideOutsideOfPackage(root + ".json.."))
        .should(showNo(resideInAnyPackage("io.netty..", "com.fasterxml..")))
        .because("a user's code must not break when we change a library")
        .allowEmptyShould(true);
  }

  /** Stands in for {@code -Xlint:exports}, which also minds annotations that nobody must see. */
  ArchRule apiShowsNoHiddenTypeOfOurs() {
    return classes()
        .that(areExported())
        .should(showNo(resideInAPackage(root + "..").and(not(areExported()))))
        .because("a user cannot name it")
        .allowEmptyShould(true);
  }

  ArchRule shellsSeeOnlyTheSpiOfTheClient() {
    return noClasses()
        .that()
        .resideInAnyPackage(root + ".transport..", root + ".json..")
        .should()
        .dependOnClassesThat(
            resideInAPackage(root + ".client..").and(not(resideInAPackage(root + ".client.spi.."))))
        .allowEmptyShould(true);
  }

  ArchRule testServerSeesNothingOfTheClient() {
    return noClasses()
        .that()
        .resideInAPackage(root + ".testing..")
        .and()
        .resideOutsideOfPackage(root + ".testing.client..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(root + ".client..")
        .because("a mistake made on both sides at once would pass every test")
        .allowEmptyShould(true);
  }

  ArchRule publicNamesSayWhatAThingIs() {
    return noClasses()
        .that(areExported())
        .should()
        .haveSimpleNameEndingWith("Impl")
        .orShould()
        .haveSimpleNameContaining("Util")
        .orShould()
        .haveSimpleNameEndingWith("Helper")
        .orShould()
        .haveSimpleNameEndingWith("Manager")
        .orShould()
        .haveSimpleNameEndingWith("Base")
        .allowEmptyShould(true);
  }

  private static boolean readsTheOutsideWorld(JavaAccess<?> access) {
    String owner = access.getTargetOwner().getName();
    return switch (access.getTarget().getName()) {
      case "nanoTime", "currentTimeMillis", "getLogger" -> owner.equals("java.lang.System");
      case "random" -> owner.equals("java.lang.Math") || owner.equals("java.lang.StrictMath");
      case "randomUUID" -> owner.equals("java.util.UUID");
      case "now" -> owner.startsWith("java.time.");
      default -> false;
    };
  }

  private DescribedPredicate<JavaClass> areExported() {
    return describe(
        "are public in an exported package",
        type ->
            exportedPackages.contains(type.getPackageName())
                && type.getModifiers().contains(JavaModifier.PUBLIC));
  }

  private static ArchCondition<JavaClass> showNo(DescribedPredicate<? super JavaClass> banned) {
    return new ArchCondition<>("show no types that " + banned.getDescription()) {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        Stream<JavaType> supertypes =
            Stream.concat(type.getSuperclass().stream(), type.getInterfaces().stream());
        supertypes
            .flatMap(supertype -> supertype.getAllInvolvedRawTypes().stream())
            .forEach(shown -> report(type, type.getDescription(), shown, events));
        for (JavaMember member : type.getMembers()) {
          if (isVisible(member)) {
            member
                .getAllInvolvedRawTypes()
                .forEach(shown -> report(type, member.getDescription(), shown, events));
          }
        }
      }

      private void report(JavaClass type, String place, JavaClass shown, ConditionEvents events) {
        JavaClass named = shown.getBaseComponentType();
        if (banned.test(named)) {
          events.add(SimpleConditionEvent.violated(type, place + " shows " + named.getName()));
        }
      }
    };
  }

  private static boolean isVisible(JavaMember member) {
    return member.getModifiers().contains(JavaModifier.PUBLIC)
        || member.getModifiers().contains(JavaModifier.PROTECTED);
  }
}
