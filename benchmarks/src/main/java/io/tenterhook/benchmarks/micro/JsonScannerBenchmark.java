package io.tenterhook.benchmarks.micro;

import io.tenterhook.protocol.json.JsonScanner;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Validates whole documents. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class JsonScannerBenchmark {
  private static final int MAX_DEPTH = 512;

  /** About how large the document is. */
  @Param({"100", "4096", "262144"})
  public int bytes;

  private byte[] document = new byte[0];

  /** Makes the document. */
  @Setup
  public void makeDocument() {
    document = Samples.document(bytes);
  }

  /**
   * Finds the document's end.
   *
   * @return its length
   */
  @Benchmark
  public int skipValue() {
    return JsonScanner.skipValue(document, 0, document.length, MAX_DEPTH);
  }
}
