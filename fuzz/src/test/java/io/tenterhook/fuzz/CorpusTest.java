package io.tenterhook.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Each target takes what is stored for it: seeds, and every find that has been repaired. */
class CorpusTest {
  private static final Path CORPUS = Path.of("src/test/corpus");

  private static final Map<String, Consumer<byte[]>> TARGETS =
      new TreeMap<>(
          Map.of(
              "EngineText", EngineTextTarget::fuzzerTestOneInput,
              "Frames", FramesTarget::fuzzerTestOneInput,
              "Handshake", HandshakeTarget::fuzzerTestOneInput,
              "Json", JsonTarget::fuzzerTestOneInput,
              "MessagePack", MessagePackTarget::fuzzerTestOneInput,
              "PollingPayload", PollingPayloadTarget::fuzzerTestOneInput,
              "SocketPacket", SocketPacketTarget::fuzzerTestOneInput));

  @TestFactory
  Stream<DynamicTest> takesItsCorpus() {
    return TARGETS.entrySet().stream()
        .map(target -> dynamicTest(target.getKey(), () -> run(target.getKey(), target.getValue())));
  }

  private static void run(String name, Consumer<byte[]> target) throws IOException {
    List<Path> files;
    try (Stream<Path> listed = Files.list(CORPUS.resolve(name))) {
      files = listed.sorted().toList();
    }
    assertThat(files).isNotEmpty();
    for (Path file : files) {
      byte[] input = Files.readAllBytes(file);
      try {
        target.accept(input);
      } catch (RuntimeException | AssertionError found) {
        throw new AssertionError(file + ": " + found, found);
      }
    }
  }
}
