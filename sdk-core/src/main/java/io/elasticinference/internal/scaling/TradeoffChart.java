package io.elasticinference.internal.scaling;

import io.elasticinference.internal.scaling.Canvas.Anchor;
import io.elasticinference.internal.scaling.Canvas.Pen;
import io.elasticinference.scaling.Candidate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What each setting costs against how long its requests took. */
public final class TradeoffChart implements Drawing {

  private static final int WIDTH = 720;
  private static final int HEIGHT = 480;
  private static final double[] BOX = {72, 44, WIDTH - 72 - 32, HEIGHT - 44 - 64};
  private static final String GOOD = "#2563eb";
  private static final String BAD = "#cbd5e1";
  private static final String BEST = "#0f766e";
  private static final String FIXED = "#9a3412";
  private static final double DOT = 3.5;
  private static final double BIG_DOT = 6;

  private final List<Candidate> candidates;
  private final @Nullable Candidate best;
  private final @Nullable Candidate fixed;
  private final String percentile;
  private final double limit;
  private final String currency;

  /** A chart of all that was tried. */
  public TradeoffChart(
      List<Candidate> candidates,
      @Nullable Candidate best,
      @Nullable Candidate fixed,
      String percentile,
      double limitSeconds,
      String currency) {
    this.candidates = candidates;
    this.best = best;
    this.fixed = fixed;
    this.percentile = percentile;
    this.limit = limitSeconds;
    this.currency = currency;
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
    return percentile + " latency against cost, for " + candidates.size() + " settings";
  }

  @Override
  public void draw(Canvas canvas) {
    double min = limit;
    double max = limit;
    double costs = fixed == null ? 0 : fixed.cost();
    for (Candidate candidate : candidates) {
      min = Math.min(min, Math.max(1e-6, seconds(candidate)));
      max = Math.max(max, seconds(candidate));
      costs = Math.max(costs, candidate.cost());
    }
    List<Double> ticksX = Ticks.upTo(costs);
    double maxX = ticksX.get(ticksX.size() - 1);
    Panel panel =
        new Panel(
            canvas,
            BOX,
            maxX,
            Ticks.powers(min, max),
            true,
            seconds -> Ticks.label(seconds) + " s");
    panel.ticksX(ticksX, Ticks::label);
    panel.title(percentile + " latency");
    canvas.text(BOX[0] + BOX[2], HEIGHT - 20, "cost, " + currency, Anchor.END, true, Panel.INK);
    panel.legend("promised", new Pen("#b91c1c", 1.2, true));
    panel.legend("does not", new Pen(BAD, 6, false));
    panel.legend("keeps it", new Pen(GOOD, 6, false));
    panel.horizontal(limit, new Pen("#b91c1c", 1.2, true));
    for (Candidate candidate : candidates) {
      dot(panel, candidate, DOT, candidate.keepsSlo() ? GOOD : BAD);
    }
    if (fixed != null) {
      dot(panel, fixed, BIG_DOT, FIXED);
      String name = fixed.autoscaler().minReplicas() + " replicas, not scaled";
      name(panel, fixed, FIXED, name, 22, Anchor.START);
    }
    if (best != null) {
      dot(panel, best, BIG_DOT, BEST);
      String name = "target " + Ticks.label(best.autoscaler().averageValue());
      name(panel, best, BEST, name, 22, Anchor.END);
    }
  }

  private static void name(
      Panel panel, Candidate candidate, String color, String name, double below, Anchor anchor) {
    double y = panel.y(seconds(candidate)) + below;
    panel.canvas().text(panel.x(candidate.cost()), y, name, anchor, true, color);
  }

  private static void dot(Panel panel, Candidate candidate, double radius, String color) {
    double y = panel.y(Math.max(1e-9, seconds(candidate)));
    panel.canvas().circle(panel.x(candidate.cost()), y, radius, color, "#ffffff");
  }

  private static double seconds(Candidate candidate) {
    return candidate.latency().toNanos() / 1e9;
  }
}
