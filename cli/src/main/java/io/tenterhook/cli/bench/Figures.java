package io.tenterhook.cli.bench;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/**
 * A run as members of a JSON object. Spans are milliseconds with all their digits; what was not
 * measured is left out.
 *
 * <pre>
 * {"what":"call","url":"http://h:1","event":"bench","clients":10,"connected":10,"loop":"open","rateWanted":1000.0,
 *  "durationMs":10000,"measuredMs":10001.2,"done":10000,"rate":999.9,"bytes":20000,"errors":0,"errorShare":0.0,
 *  "errorKinds":{},"unanswered":0,"interrupted":false,
 *  "latency":{"count":10000,"minMs":0.1,"meanMs":0.2,"p50Ms":…,"p75Ms":…,"p90Ms":…,"p95Ms":…,"p99Ms":…,"p999Ms":…,"maxMs":…},
 *  "lateness":{"p99Ms":0.1,"maxMs":0.3}}
 * </pre>
 */
public final class Figures {
  private static final int BUCKETS_PER_DECADE = 20;

  private Figures() {}

  /**
   * Writes the summary.
   *
   * @param subject what was measured
   */
  public static void summary(Outcome outcome, Subject subject, JsonGenerator out)
      throws IOException {
    Load load = outcome.load();
    out.writeStringField("what", load.kind().word());
    out.writeStringField("url", subject.url());
    out.writeStringField("nsp", subject.namespace());
    if (!subject.event().isEmpty()) {
      out.writeStringField("event", subject.event());
    }
    out.writeNumberField("clients", load.clients());
    out.writeNumberField("connected", outcome.connected());
    if (load.kind() == Load.Kind.EMIT || load.kind() == Load.Kind.CALL) {
      out.writeStringField("loop", load.isOpenLoop() ? "open" : "closed");
      out.writeNumberField(
          load.isOpenLoop() ? "rateWanted" : "inFlight",
          load.isOpenLoop() ? load.rate() : load.inFlight());
    }
    out.writeNumberField("durationMs", load.duration().toMillis());
    out.writeNumberField("measuredMs", millis(outcome.measuredNanos()));
    out.writeNumberField("done", outcome.done());
    out.writeNumberField("rate", tenths(outcome.rate()));
    if (load.kind() != Load.Kind.CONN) {
      out.writeNumberField("bytes", outcome.bytes());
      if (outcome.bytesEstimated()) {
        out.writeBooleanField("bytesEstimated", true);
      }
    }
    out.writeNumberField("errors", outcome.errorCount());
    out.writeNumberField("errorShare", outcome.errorShare());
    out.writeObjectFieldStart("errorKinds");
    for (Map.Entry<String, Long> kind : outcome.errors().entrySet()) {
      out.writeNumberField(kind.getKey(), kind.getValue());
    }
    out.writeEndObject();
    out.writeNumberField("unanswered", outcome.unanswered());
    out.writeBooleanField("interrupted", outcome.interrupted());
    if (outcome.hasLatency()) {
      latency(outcome.latency(), out);
    }
    if (outcome.lateness().getTotalCount() > 0) {
      out.writeObjectFieldStart("lateness");
      out.writeNumberField("p99Ms", millis(outcome.lateness().getValueAtPercentile(99)));
      out.writeNumberField("maxMs", millis(outcome.lateness().getMaxValue()));
      out.writeEndObject();
    }
  }

  private static void latency(Histogram latency, JsonGenerator out) throws IOException {
    out.writeObjectFieldStart("latency");
    out.writeNumberField("count", latency.getTotalCount());
    out.writeNumberField("minMs", millis(latency.getMinValue()));
    out.writeNumberField("meanMs", millis(Math.round(latency.getMean())));
    for (double percentile : Outcome.percentiles()) {
      String name = "p" + Units.percentile(percentile).replace(".", "") + "Ms";
      out.writeNumberField(name, millis(latency.getValueAtPercentile(percentile)));
    }
    out.writeNumberField("maxMs", millis(latency.getMaxValue()));
    out.writeEndObject();
  }

  /** Writes one second. */
  public static void second(Second second, JsonGenerator out) throws IOException {
    out.writeNumberField("second", second.number());
    out.writeNumberField("spanMs", Math.round(second.spanNanos() / 1e6));
    out.writeNumberField("count", second.count());
    out.writeNumberField("rate", tenths(second.rate()));
    out.writeNumberField("errors", second.errors());
    out.writeNumberField("bytes", second.bytes());
    out.writeNumberField("connections", second.connections());
    if (second.latencies() > 0) {
      out.writeNumberField("p50Ms", millis(second.p50Nanos()));
      out.writeNumberField("p99Ms", millis(second.p99Nanos()));
      out.writeNumberField("maxMs", millis(second.maxNanos()));
    }
  }

  /** Writes seconds, percentiles and the histogram: what a report has beside the summary. */
  public static void details(Outcome outcome, JsonGenerator out) throws IOException {
    out.writeArrayFieldStart("seconds");
    for (Second second : outcome.seconds()) {
      out.writeStartObject();
      second(second, out);
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeArrayFieldStart("percentiles");
    if (outcome.hasLatency()) {
      for (HistogramIterationValue step : outcome.latency().percentiles(5)) {
        out.writeStartObject();
        out.writeNumberField("percentile", step.getPercentileLevelIteratedTo());
        out.writeNumberField("ms", millis(step.getValueIteratedTo()));
        out.writeEndObject();
      }
    }
    out.writeEndArray();
    out.writeArrayFieldStart("histogram");
    for (Buckets.Bucket bucket : Buckets.of(outcome.latency(), BUCKETS_PER_DECADE)) {
      out.writeStartObject();
      out.writeNumberField("fromMs", bucket.fromNanos() / 1e6);
      out.writeNumberField("toMs", bucket.toNanos() / 1e6);
      out.writeNumberField("count", bucket.count());
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  private static double millis(long nanos) {
    return Math.round(nanos / 1e2) / 1e4;
  }

  private static double tenths(double value) {
    return Math.round(value * 10) / 10.0;
  }
}
