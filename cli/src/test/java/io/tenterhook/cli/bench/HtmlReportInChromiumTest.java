package io.tenterhook.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The report as a real browser shows it. */
class HtmlReportInChromiumTest {
  private static final int WIDTH = 1200;
  private static final int HEIGHT = 1600;

  /** The style sheet's, in light: what only charts are drawn in, and on what area at least. */
  private static final Map<Integer, Integer> COLOURS =
      Map.of(
          0x2563eb, 1500, // p50: its line, and the bars of the histogram
          0xd97706, 200, // p99
          0xbe185d, 100, // max
          0x0f766e, 200, // rate
          0x6d28d9, 200, // connections
          0xdc2626, 1500); // the bars of errors

  @TempDir private Path folder;
  private Path page;
  private String browser = "";

  @BeforeEach
  void findTheBrowser() throws IOException {
    Optional<Path> found =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
            .flatMap(
                place ->
                    Stream.of("chromium", "chromium-browser", "google-chrome")
                        .map(name -> Path.of(place, name)))
            .filter(Files::isExecutable)
            .findFirst();
    if (found.isEmpty()) {
      System.err.println("SKIPPED: no chromium on the PATH, so nobody looks at the HTML report");
    }
    assumeTrue(found.isPresent(), "no chromium on the PATH: install it to look at the HTML report");
    browser = found.get().toString();
    Outcome outcome = Runs.outcome(Map.of("timeout", 20L, "<b>bold</b>", 1L));
    page = folder.resolve("report.html");
    Files.writeString(page, HtmlReport.of(outcome, Runs.subject("<script>alert(1)</script>")));
  }

  /** Runs it to its end. @return what it printed */
  private String run(String... flags) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                browser,
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--hide-scrollbars",
                "--force-device-scale-factor=1",
                "--user-data-dir=" + Files.createTempDirectory(folder, "profile")));
    command.addAll(List.of(flags));
    command.add(page.toUri().toString());
    File out = Files.createTempFile(folder, "browser", ".out").toFile();
    Process process =
        new ProcessBuilder(command).redirectOutput(out).redirectError(Redirect.DISCARD).start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("the browser ends").isTrue();
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
    }
    return Files.readString(out.toPath());
  }

  @Test
  void showsItsChartsAndNothingThatWasSmuggledIn() throws Exception {
    String document = run("--dump-dom");
    assertThat(Pattern.compile("<figure id=").matcher(document).results()).hasSize(6);
    assertThat(Pattern.compile("<svg [^>]*aria-label=").matcher(document).results()).hasSize(6);
    assertThat(Pattern.compile("<title>").matcher(document).results())
        .as("tooltips")
        .hasSizeGreaterThan(100);
    assertThat(document)
        .contains("&lt;script&gt;alert(1)&lt;/script&gt;")
        .doesNotContain("<script", "<b>bold");
  }

  @Test
  void drawsThemInTheirColours() throws Exception {
    Path picture = folder.resolve("report.png");
    run("--screenshot=" + picture, "--window-size=" + WIDTH + "," + HEIGHT);
    BufferedImage image = ImageIO.read(picture.toFile());
    assertThat(image.getWidth()).isEqualTo(WIDTH);
    assertThat(image.getHeight()).isEqualTo(HEIGHT);
    COLOURS.forEach(
        (colour, least) ->
            assertThat(count(image, colour))
                .as("pixels of #%06x", colour)
                .isGreaterThanOrEqualTo(least));
  }

  private static int count(BufferedImage image, int colour) {
    int count = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        count += (image.getRGB(x, y) & 0xffffff) == colour ? 1 : 0;
      }
    }
    return count;
  }
}
