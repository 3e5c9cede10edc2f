package io.elasticinference.load;

import io.elasticinference.HtmlView;
import io.elasticinference.internal.load.EngineResult;
import io.elasticinference.internal.load.report.CsvReport;
import io.elasticinference.internal.load.report.HtmlReport;
import io.elasticinference.internal.load.report.JsonReport;
import io.elasticinference.internal.load.report.Remarks;
import io.elasticinference.internal.load.report.TextReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What came of a stress test, for people and for machines. Immutable; {@link #plus} answers a copy
 * with what happened beside the load.
 *
 * <p>All latencies are counted from the intended send time, so waiting for a stalled server or for
 * a free connection is part of them.
 *
 * <pre>{@code
 * LoadReport report = service.stressTest(LoadProfile.constant(35).during(Duration.ofMinutes(5)));
 * System.out.println(report);
 * report.writeHtml(Path.of("report.html"));
 * }</pre>
 *
 * @see io.elasticinference.InferenceService#stressTest(LoadProfile)
 */
public final class LoadReport implements HtmlView {
  private final EngineResult result;
  private final LatencySummary latency;
  private final LatencySummary failedLatency;
  private final LatencySummary sendLag;
  private final List<TimelineSeries> series;
  private final List<TimelineMark> marks;

  private LoadReport(EngineResult result, List<TimelineSeries> series, List<TimelineMark> marks) {
    this.result = result;
    this.latency = new LatencySummary(result.latency());
    this.failedLatency = new LatencySummary(result.failedLatency());
    this.sendLag = new LatencySummary(result.sendLag());
    this.series = series;
    this.marks = marks;
  }

  static LoadReport of(EngineResult result) {
    return new LoadReport(result, List.of(), List.of());
  }

  /**
   * Adds what happened beside the load.
   *
   * @param timeline series and marks, added to those that are there; a series of the same name and
   *     unit goes on in it
   * @return a copy
   */
  public LoadReport plus(Timeline timeline) {
    return new LoadReport(
        result,
        TimelineSeries.merged(series, timeline.series()),
        Stream.concat(marks.stream(), timeline.marks().stream()).toList());
  }

  /**
   * Where the load was sent.
   *
   * @return the target
   */
  public LoadTarget target() {
    return result.target();
  }

  /**
   * What was to be sent.
   *
   * @return the profile
   */
  public LoadProfile profile() {
    return result.profile();
  }

  /**
   * When the first second began.
   *
   * @return the time
   */
  public Instant startedAt() {
    return result.startedAt();
  }

  /**
   * How long the run took, including the wait for the last replies.
   *
   * @return zero or longer
   */
  public Duration duration() {
    return result.duration();
  }

  /**
   * How the run ended.
   *
   * @return the outcome
   */
  public LoadOutcome outcome() {
    return result.outcome();
  }

  /**
   * Why the run ended early.
   *
   * @return empty when it did not
   */
  public Optional<String> reason() {
    return result.reason();
  }

  /**
   * What a reader must know of the numbers: that a limit of the profile, not the server, held a
   * closed loop.
   *
   * @return sentences; empty when there is nothing
   */
  public List<String> remarks() {
    return Remarks.of(profile(), totals(), result.loadDuration());
  }

  /**
   * The books of the whole run.
   *
   * @return counts
   */
  public LoadTotals totals() {
    return result.totals();
  }

  /**
   * The latency of the successes, from the intended send time to the last byte of the reply.
   *
   * @return the distribution
   */
  public LatencySummary latency() {
    return latency;
  }

  /**
   * How long the failed requests took to fail, from the intended send time.
   *
   * @return the distribution
   */
  public LatencySummary failedLatency() {
    return failedLatency;
  }

  /**
   * How much later than intended requests were sent.
   *
   * @return the distribution; all zero in a closed loop, which intends no time
   */
  public LatencySummary sendLag() {
    return sendLag;
  }

  /**
   * The failures by kind.
   *
   * @return those that happened, the most frequent first
   */
  public List<LoadFailure> failures() {
    return result.failures();
  }

  /**
   * The replies by status, whether they were expected or not.
   *
   * @return counts by status code, in order of the code
   */
  public Map<Integer, Long> statuses() {
    return result.statuses();
  }

  /**
   * Every second of the run.
   *
   * @return in order; unmodifiable
   */
  public List<LoadSample> samples() {
    return result.samples();
  }

  /**
   * The pods that sent the load, of a {@link DistributedLoad}.
   *
   * @return one for each worker, in order; empty when this program sent it
   */
  public List<LoadWorker> workers() {
    return result.workers();
  }

  /**
   * The values that were added beside the load.
   *
   * @return unmodifiable
   */
  public List<TimelineSeries> series() {
    return series;
  }

  /**
   * The events that were added beside the load.
   *
   * @return unmodifiable
   */
  public List<TimelineMark> marks() {
    return marks;
  }

  /**
   * The successes per second while load was sent: until the last request came due, or the run was
   * stopped.
   *
   * @return requests per second; 0 for a run that sent nothing
   */
  public double throughput() {
    double seconds = result.loadDuration().toNanos() / 1e9;
    return seconds == 0 ? 0 : totals().ok() / seconds;
  }

  /**
   * Writes one HTML file with charts that needs nothing else: no network, no other file.
   *
   * @param file created or replaced
   * @return the file
   * @throws IOException when it cannot be written
   */
  public Path writeHtml(Path file) throws IOException {
    return Files.writeString(file, new HtmlReport(this).text());
  }

  /**
   * Writes all numbers as JSON, the latencies also as an HdrHistogram that can be merged.
   *
   * @param file created or replaced
   * @return the file
   * @throws IOException when it cannot be written
   */
  public Path writeJson(Path file) throws IOException {
    return Files.writeString(file, JsonReport.text(this));
  }

  /**
   * Writes one line a second as CSV, with a header line.
   *
   * @param file created or replaced
   * @return the file
   * @throws IOException when it cannot be written
   */
  public Path writeCsv(Path file) throws IOException {
    return Files.writeString(file, CsvReport.text(this));
  }

  /** The report as {@link #writeHtml} writes it, as a part of a page and without a script. */
  @Override
  public String toHtml() {
    return new HtmlReport(this).fragment();
  }

  /** A short table for the terminal. */
  @Override
  public String toString() {
    return TextReport.text(this);
  }
}
