package io.tenterhook.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Holds the rules against the published modules. */
final class ArchitectureTest {

  private static final List<ModuleDescriptor> MODULES = modulesOnTheClassPath();
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.tenterhook");

  private final HouseRules rules = new HouseRules("io.tenterhook", exportedPackages());

  @Test
  void looksAtEveryPublishedLibrary() {
    assertThat(MODULES)
        .extracting(ModuleDescriptor::name)
        .containsExactlyInAnyOrder(
            "io.tenterhook",
            "io.tenterhook.client",
            "io.tenterhook.json.jackson",
            "io.tenterhook.junit",
            "io.tenterhook.msgpack",
            "io.tenterhook.protocol",
            "io.tenterhook.testing",
            "io.tenterhook.testing.client",
            "io.tenterhook.transport.netty");
  }

  @Test
  void protocolTouchesNoSocketThreadClockRandomnessOrLogger() {
    rules.protocolTouchesNoSocketThreadClockRandomnessOrLogger().check(CLASSES);
  }

  @Test
  void packagesFormNoCycle() {
    rules.packagesFormNoCycle().check(CLASSES);
  }

  @Test
  void apiShowsNoNettyOrJackson() {
    rules.apiShowsNoNettyOrJackson().check(CLASSES);
  }

  @Test
  void apiShowsNoHiddenTypeOfOurs() {
    rules.apiShowsNoHiddenTypeOfOurs().check(CLASSES);
  }

  @Test
  void shellsSeeOnlyTheSpiOfTheClient() {
    rules.shellsSeeOnlyTheSpiOfTheClient().check(CLASSES);
  }

  @Test
  void testServerSeesNothingOfTheClient() {
    rules.testServerSeesNothingOfTheClient().check(CLASSES);
  }

  @Test
  void publicNamesSayWhatAThingIs() {
    rules.publicNamesSayWhatAThingIs().check(CLASSES);
  }

  /** Complaint 12: whoever adds a client gets no third party's defects with it. */
  @Test
  void coreAndClientNeedNothingButTheJdkAndTheTransportNettyAlone() {
    assertThat(needs("io.tenterhook.protocol", "io.tenterhook.client"))
        .isNotEmpty()
        .allMatch(name -> name.matches("(java|jdk|io\\.tenterhook)\\..*"));
    assertThat(needs("io.tenterhook.transport.netty"))
        .anyMatch(name -> name.startsWith("io.netty."))
        .allMatch(name -> name.matches("(java|jdk|io\\.tenterhook|io\\.netty)\\..*"));
  }

  private static List<String> needs(String... modules) {
    return MODULES.stream()
        .filter(module -> List.of(modules).contains(module.name()))
        .flatMap(module -> module.requires().stream())
        .filter(
            required -> !required.modifiers().contains(ModuleDescriptor.Requires.Modifier.STATIC))
        .map(ModuleDescriptor.Requires::name)
        .toList();
  }

  private static Set<String> exportedPackages() {
    return MODULES.stream()
        .flatMap(module -> module.exports().stream())
        .filter(export -> !export.isQualified())
        .map(ModuleDescriptor.Exports::source)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static List<ModuleDescriptor> modulesOnTheClassPath() {
    List<ModuleDescriptor> found = new ArrayList<>();
    try {
      ClassLoader loader = ArchitectureTest.class.getClassLoader();
      for (URL url : Collections.list(loader.getResources("module-info.class"))) {
        try (InputStream descriptor = url.openStream()) {
          ModuleDescriptor module = ModuleDescriptor.read(descriptor);
          if (module.name().startsWith("io.tenterhook")) {
            found.add(module);
          }
        }
      }
    } catch (IOException unreadable) {
      throw new AssertionError("a module descriptor on the class path is unreadable", unreadable);
    }
    return found;
  }
}
