package io.elasticinference.k8s.internal.diagnose;

import io.elasticinference.k8s.internal.api.Quantity;
import io.elasticinference.k8s.internal.api.Tree;
import io.elasticinference.scaling.ScalingPolicy;
import io.elasticinference.scaling.ScalingRules;
import io.elasticinference.scaling.SelectPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/** One direction of an autoscaler's behavior, as the API server tells it. */
final class Behavior {

  private static final double MILLI = 1000;

  private Behavior() {}

  static ScalingRules rules(Map<String, Object> direction) {
    ScalingRules rules = ScalingRules.defaults();
    OptionalLong window = Tree.numberIfAny(direction, "stabilizationWindowSeconds");
    if (window.isPresent()) {
      rules = rules.stabilizationWindow(Duration.ofSeconds(window.getAsLong()));
    }
    String select = Tree.text(direction, "selectPolicy");
    if (!select.isEmpty()) {
      rules = rules.selectPolicy(SelectPolicy.valueOf(select.toUpperCase(Locale.ROOT)));
    }
    List<ScalingPolicy> policies = policies(direction);
    if (!policies.isEmpty()) {
      rules = rules.policies(policies);
    }
    String tolerance = Tree.text(direction, "tolerance");
    OptionalLong milli = tolerance.isEmpty() ? OptionalLong.empty() : Quantity.toMilli(tolerance);
    return milli.isPresent() ? rules.tolerance(milli.getAsLong() / MILLI) : rules;
  }

  private static List<ScalingPolicy> policies(Map<String, Object> direction) {
    List<ScalingPolicy> policies = new ArrayList<>();
    for (Map<String, Object> policy : Tree.maps(direction, "policies")) {
      int value = Tree.number(policy, "value");
      Duration period = Duration.ofSeconds(Tree.number(policy, "periodSeconds"));
      policies.add(
          Tree.text(policy, "type").equals("Pods")
              ? ScalingPolicy.pods(value, period)
              : ScalingPolicy.percent(value, period));
    }
    return policies;
  }
}
