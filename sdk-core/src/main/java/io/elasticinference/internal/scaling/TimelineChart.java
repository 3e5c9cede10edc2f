package io.elasticinference.internal.scaling;

import io.elasticinference.internal.scaling.Canvas.Pen;
import io.elasticinference.scaling.ReplicaChange;
import io.elasticinference.scaling.Slo;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Traffic, replicas and latency, one above the other over the same time. */
public final class TimelineChart implements Drawing {

  private static final int WIDTH = 960;
  private static final int HEIGHT = 640;
  private static final double LEFT = 64;
  private static final double INNER_WIDTH = WIDTH - LEFT - 24;
  private static final double INNER_HEIGHT = 140;
  private static final double FIRST_TOP = 40;
  private static final double DISTANCE = 200;

  private static final String TRAFFIC = "#94a3b8";
  private static final String BUSIEST = "#e2e8f0";
  private static final String FLEET = "#dbeafe";
  private static final String FAILED = "#dc2626";
  private static final Pen TRAFFIC_PEN = new Pen(TRAFFIC, 8, false);
  private static final Pen BUSIEST_PEN = new Pen(BUSIEST, 8, false);
  private static final Pen CAPACITY_PEN = new Pen("#0f766e", 1.5, false);
  private static final Pen WANTED_PEN = new Pen("#9a3412", 1.2, true);
  private static final Pen READY_PEN = new Pen("#2563eb", 1.5, false);
  private static final Pen P50_PEN = new Pen("#0891b2", 1.2, false);
  private static final Pen P99_PEN = new Pen("#7c3aed", 1.2, false);
  private static final Pen SLO_PEN = new Pen("#b91c1c", 1.2, true);

  private final Timeline timeline;
  private final @Nullable Slo slo;

  /** A chart of a simulation, with a promise's latency where there is one. */
  public TimelineChart(Timeline timeline, @Nullable Slo slo) {
    this.timeline = timeline;
    this.slo = slo;
  }

  @Override
  public int width() {
    return WIDTH;
  }

  @Override
  public int height() {
    return HEIGHT;
  }

  @Override
  public String title() {
    return "Requests a second, replicas and latency over "
        + Tables.time(Duration.ofNanos((long) timeline.duration()));
  }

  @Override
  public void draw(Canvas canvas) {
    traffic(canvas);
    replicas(canvas);
    latency(canvas);
    canvas.text(
        LEFT + INNER_WIDTH, HEIGHT - 16, "hours:minutes", Canvas.Anchor.END, false, Panel.FAINT);
  }

  private Panel panel(Canvas canvas, int index, List<Double> ticks, boolean logarithmic) {
    double[] box = {LEFT, FIRST_TOP + index * DISTANCE, INNER_WIDTH, INNER_HEIGHT};
    Panel panel =
        new Panel(
            canvas,
            box,
            timeline.duration(),
            ticks,
            logarithmic,
            logarithmic ? seconds -> Ticks.label(seconds) + " s" : Ticks::label);
    panel.ticksX(Ticks.times(timeline.duration()), Ticks::time);
    return panel;
  }

  private void traffic(Canvas canvas) {
    double peak =
        IntStream.range(0, timeline.spans()).mapToDouble(timeline::busiest).max().orElse(0);
    double capacity = highest(timeline.ready()) * timeline.capacity();
    Panel panel = panel(canvas, 0, Ticks.upTo(Math.max(peak, capacity)), false);
    panel.title("Requests a second");
    panel.legend("came", TRAFFIC_PEN);
    panel.legend("in the busiest 15 s", BUSIEST_PEN);
    panel.legend("ready replicas can answer", CAPACITY_PEN);
    canvas.area(bars(panel, timeline::busiest), BUSIEST);
    canvas.area(bars(panel, timeline::rate), TRAFFIC);
    canvas.line(steps(panel, timeline.ready(), timeline.capacity()), CAPACITY_PEN);
  }

  private Points bars(Panel panel, IntToDoubleFunction heights) {
    Points area = new Points().add(panel.x(0), panel.bottom());
    for (int i = 0; i < timeline.spans(); i++) {
      double y = panel.y(heights.applyAsDouble(i));
      area.add(panel.x(timeline.begin(i)), y).add(panel.x(timeline.end(i)), y);
    }
    return area.add(panel.x(timeline.duration()), panel.bottom());
  }

  private void replicas(Canvas canvas) {
    int most = Math.max(highest(timeline.ready()), highest(timeline.wanted()));
    Panel panel = panel(canvas, 1, Ticks.upTo(Math.max(4, most)), false);
    panel.title("Replicas");
    panel.legend("ready", READY_PEN);
    panel.legend("wanted", WANTED_PEN);
    Points ready = steps(panel, timeline.ready(), 1);
    Points area = new Points().add(panel.x(0), panel.bottom());
    for (int i = 0; i < ready.size(); i++) {
      area.add(ready.x(i), ready.y(i));
    }
    canvas.area(area.add(panel.x(timeline.duration()), panel.bottom()), FLEET);
    canvas.line(ready, READY_PEN);
    canvas.line(steps(panel, timeline.wanted(), 1), WANTED_PEN);
  }

  private void latency(Canvas canvas) {
    double[] seconds =
        IntStream.range(0, timeline.spans())
            .mapToDouble(timeline::p50)
            .filter(p50 -> p50 > 0)
            .map(nanos -> nanos / 1e9)
            .toArray();
    double min = Arrays.stream(seconds).min().orElse(0.1);
    double max =
        IntStream.range(0, timeline.spans())
            .mapToDouble(timeline::p99)
            .filter(p99 -> p99 > 0)
            .map(nanos -> nanos / 1e9)
            .max()
            .orElse(1);
    double limit = slo == null ? max : slo.latency().toNanos() / 1e9;
    Panel panel = panel(canvas, 2, Ticks.powers(Math.min(min, limit), Math.max(max, limit)), true);
    panel.title("Latency");
    panel.legend("p50", P50_PEN);
    panel.legend("p99", P99_PEN);
    if (slo != null) {
      panel.legend("promised", SLO_PEN);
      panel.horizontal(limit, SLO_PEN);
    }
    panel.legend("failed requests", new Pen(FAILED, 4, false));
    curve(panel, timeline::p50, P50_PEN);
    curve(panel, timeline::p99, P99_PEN);
    for (int i = 0; i < timeline.spans(); i++) {
      if (timeline.failures(i) > 0) {
        double x = panel.x(timeline.begin(i));
        double width = Math.max(2, panel.x(timeline.end(i)) - x);
        canvas.rect(x, panel.bottom() - 5, width, 5, FAILED);
      }
    }
  }

  /** A line through what there is; broken where no request came. */
  private void curve(Panel panel, IntToDoubleFunction nanos, Pen pen) {
    Points points = new Points();
    for (int i = 0; i <= timeline.spans(); i++) {
      double value = i < timeline.spans() ? nanos.applyAsDouble(i) : Double.NaN;
      if (value > 0) {
        double y = panel.y(value / 1e9);
        points.add(panel.x(timeline.begin(i)), y).add(panel.x(timeline.end(i)), y);
      } else if (points.size() > 0) {
        panel.canvas().line(points, pen);
        points = new Points();
      }
    }
  }

  private Points steps(Panel panel, List<ReplicaChange> changes, double factor) {
    Points points = new Points();
    double y = 0;
    for (ReplicaChange change : changes) {
      double x = panel.x(Math.min(timeline.duration(), (double) change.at().toNanos()));
      if (points.size() > 0) {
        points.add(x, y);
      }
      y = panel.y(change.replicas() * factor);
      points.add(x, y);
    }
    return points.add(panel.x(timeline.duration()), y);
  }

  private static int highest(List<ReplicaChange> changes) {
    return changes.stream().mapToInt(ReplicaChange::replicas).max().orElse(0);
  }
}
