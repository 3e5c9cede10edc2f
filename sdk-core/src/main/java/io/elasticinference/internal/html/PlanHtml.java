package io.elasticinference.internal.html;

import io.elasticinference.FieldChange;
import io.elasticinference.Plan;
import io.elasticinference.PlannedChange;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a deploy would change, as HTML. */
public final class PlanHtml {
  private PlanHtml() {}

  /**
   * Writes one down.
   *
   * @param plan any
   * @return a fragment
   */
  public static String of(Plan plan) {
    long changed =
        plan.changes().stream()
            .filter(change -> change.action() != PlannedChange.Action.UNCHANGED)
            .count();
    Html html = new Html();
    html.raw("<header><h1>Plan <span class=\"outcome ");
    html.raw(changed == 0 ? "completed\">no change" : "waiting\">" + changed + " to change");
    html.raw("</span></h1></header>\n<section><table class=\"changes\">\n");
    plan.changes().forEach(change -> change(html, change));
    html.raw("</table></section>\n");
    return Fragment.of(html);
  }

  private static void change(Html html, PlannedChange change) {
    html.raw("<tr><th scope=\"row\">");
    html.text(change.action().name().toLowerCase(Locale.ROOT)).raw("</th><td>");
    html.text(change.object().toString());
    for (FieldChange field : change.fields()) {
      html.raw("<br><code>").text(field.path()).raw("</code>: ");
      value(html, "del", field.before());
      html.raw(" → ");
      value(html, "ins", field.after());
    }
    html.raw("</td></tr>\n");
  }

  private static void value(Html html, String tag, @Nullable String value) {
    html.raw("<" + tag + ">").text(value == null ? "(none)" : value).raw("</" + tag + ">");
  }
}
