package io.elasticinference.internal.load.report;

import io.elasticinference.load.LoadReport;
import io.elasticinference.load.LoadTotals;
import io.elasticinference.load.LoadWorker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a report says of the pods that sent a distributed load, in words. */
final class WorkerLines {
  /** The share of late requests from which on a worker did not keep up with the schedule. */
  private static final double MUCH = 0.05;

  private WorkerLines() {}

  /** How many there were and how well they kept together, then one line for each with a problem. */
  static List<String> of(LoadReport report) {
    return of(report.workers());
  }

  static List<String> of(List<LoadWorker> workers) {
    List<String> lines = new ArrayList<>();
    if (workers.isEmpty()) {
      return lines;
    }
    List<Duration> begins =
        workers.stream().map(LoadWorker::lateBy).flatMap(Optional::stream).sorted().toList();
    lines.add(
        begins.size() < workers.size()
            ? begins.size() + " of " + workers.size() + " began"
            : workers.size()
                + (workers.size() == 1 ? " pod" : " pods")
                + ", at most "
                + Numbers.time(begins.get(begins.size() - 1))
                + " late");
    for (LoadWorker worker : workers) {
      worker.problem().ifPresent(what -> lines.add(name(worker) + " " + what));
      LoadTotals totals = worker.totals();
      if (totals.late() > totals.sent() * MUCH) {
        lines.add(
            name(worker)
                + " sent "
                + Numbers.plain(100.0 * totals.late() / totals.sent(), 0)
                + " % of its requests late: give it more cores, or send from more pods");
      }
    }
    return lines;
  }

  private static String name(LoadWorker worker) {
    return worker.index() + (worker.pod().isEmpty() ? "" : " (" + worker.pod() + ")");
  }
}
