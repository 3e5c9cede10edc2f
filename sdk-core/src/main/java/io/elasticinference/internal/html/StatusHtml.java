package io.elasticinference.internal.html;

import io.elasticinference.Problem;
import io.elasticinference.ScalingReading;
import io.elasticinference.ScalingStatus;
import io.elasticinference.ServiceStatus;
import java.math.BigDecimal;
import java.math.MathContext;

/** A service's status as HTML. */
public final class StatusHtml {
  private static final MathContext DIGITS = new MathContext(4);

  private StatusHtml() {}

  /**
   * Writes one down.
   *
   * @param status any
   * @return a fragment
   */
  public static String of(ServiceStatus status) {
    Html html = new Html();
    String word = !status.exists() ? "not deployed" : status.ready() ? "ready" : "not ready";
    String color = !status.exists() ? "waiting" : status.ready() ? "completed" : "failed";
    if (status.exists() && !status.ready() && status.fatalProblem().isEmpty()) {
      color = "waiting";
    }
    html.raw("<header><h1>").text(status.name() + "-" + status.version());
    html.raw(" <span class=\"outcome " + color + "\">").text(word).raw("</span></h1>\n");
    html.raw("<p class=\"note\">namespace ").text(status.namespace()).raw("</p></header>\n");
    if (status.exists()) {
      facts(html, status);
    }
    status.problems().forEach(problem -> problem(html, problem));
    return Fragment.of(html);
  }

  private static void facts(Html html, ServiceStatus status) {
    html.raw("<section><table class=\"facts\">");
    html.row(
        "replicas",
        status.readyReplicas()
            + " of "
            + status.desiredReplicas()
            + " ready"
            + (status.totalReplicas() == status.readyReplicas()
                ? ""
                : ", " + status.totalReplicas() + " in all"));
    if (status.answeringReplicas() != status.readyReplicas()) {
      html.row("answering", status.answeringReplicas() + ", older ones included");
    }
    status.scaling().ifPresent(scaling -> scaling(html, scaling));
    html.raw("</table></section>\n");
  }

  private static void scaling(Html html, ScalingStatus scaling) {
    html.row("scales", scaling.minReplicas() + " to " + scaling.maxReplicas() + " replicas");
    html.row(
        "autoscaler", "saw " + scaling.currentReplicas() + ", wants " + scaling.desiredReplicas());
    for (ScalingReading reading : scaling.readings()) {
      String value = reading.value().isPresent() ? number(reading.value().getAsDouble()) : "–";
      html.row(
          reading.metric(),
          value
              + " (target "
              + number(reading.target())
              + (reading.perReplica() ? " for each replica)" : " over all replicas)"));
    }
    if (!scaling.message().isEmpty()) {
      html.row("does not act", scaling.message());
    }
  }

  private static void problem(Html html, Problem problem) {
    html.raw("<div class=\"problem\"><b>").text(problem.object()).raw("</b> ");
    html.text(problem.reason() + (problem.message().isEmpty() ? "" : ": " + problem.message()));
    if (!problem.lastWords().isEmpty()) {
      html.raw("<pre>").text(String.join("\n", problem.lastWords())).raw("</pre>");
    }
    html.raw("</div>\n");
  }

  private static String number(double value) {
    return Double.isFinite(value)
        ? new BigDecimal(value, DIGITS).stripTrailingZeros().toPlainString()
        : Double.toString(value);
  }
}
