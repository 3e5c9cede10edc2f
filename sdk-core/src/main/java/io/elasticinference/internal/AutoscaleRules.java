package io.elasticinference.internal;

import io.elasticinference.Autoscale;
import io.elasticinference.CronWindow;
import io.elasticinference.Exposure;
import io.elasticinference.Gateway;
import io.elasticinference.InferenceSpec;
import io.elasticinference.ScalingTarget;
import io.elasticinference.Violation;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What an autoscale must keep to wherever it runs; each port adds rules of its own. */
final class AutoscaleRules {

  private static final Duration WEEK = Duration.ofDays(7);

  private final List<Violation> violations;

  private AutoscaleRules(List<Violation> violations) {
    this.violations = violations;
  }

  static void check(InferenceSpec spec, Autoscale autoscale, List<Violation> violations) {
    AutoscaleRules rules = new AutoscaleRules(violations);
    rules.bounds(autoscale);
    rules.targets(autoscale.targets());
    rules.windows(autoscale);
    spec.exposure().ifPresent(exposure -> rules.gateway(autoscale.gateway(), exposure));
  }

  private void bounds(Autoscale autoscale) {
    int min = autoscale.minReplicas();
    if (min < 1) {
      add(
          "autoscale.min",
          min,
          ">= 1, since nothing wakes a service without replicas: an ingress holds no requests"
              + " back");
    }
    if (autoscale.maxReplicas() < min) {
      add("autoscale.max", autoscale.maxReplicas(), ">= min, " + min);
    }
  }

  /** Of two metrics with the same name and selector an autoscaler reports one. */
  private void targets(List<ScalingTarget> targets) {
    Set<Object> kinds = new HashSet<>();
    for (ScalingTarget target : targets) {
      Object kind =
          target instanceof ScalingTarget.Latency latency ? latency.statistic() : target.getClass();
      if (!kinds.add(kind)) {
        add("autoscale.targets", target, "each metric once, with the stricter target");
      }
    }
  }

  private void windows(Autoscale autoscale) {
    for (CronWindow window : autoscale.windows()) {
      try {
        CronStart.minutes(window.start());
      } catch (IllegalArgumentException e) {
        add("autoscale.cron", '"' + window.start() + '"', String.valueOf(e.getMessage()));
      }
      Duration length = window.length();
      if (length.compareTo(Duration.ofMinutes(1)) < 0
          || length.compareTo(WEEK) > 0
          || !length.equals(length.truncatedTo(ChronoUnit.MINUTES))) {
        add("autoscale.cron.length", length, "whole minutes, 1 min to 7 days");
      }
      if (window.minReplicas() < autoscale.minReplicas()
          || window.minReplicas() > autoscale.maxReplicas()) {
        add(
            "autoscale.cron.minReplicas",
            window.minReplicas(),
            "within the bounds of replicas("
                + autoscale.minReplicas()
                + ", "
                + autoscale.maxReplicas()
                + "), since a window raises the minimum");
      }
    }
    if (autoscale.windows().isEmpty()) {
      return;
    }
    if (autoscale.timeZone() instanceof ZoneOffset
        && !autoscale.timeZone().equals(ZoneOffset.UTC)) {
      add(
          "autoscale.timeZone",
          autoscale.timeZone(),
          "a region such as Asia/Shanghai, since Kubernetes knows no offsets");
    }
    if (autoscale.cronImage().isBlank()) {
      add("autoscale.cronImage", "''", "an image whose entry point is kubectl");
    }
  }

  private void gateway(Gateway gateway, Exposure exposure) {
    String ingressClass = exposure.ingressClass();
    Gateway other = gateway == Gateway.ALB ? Gateway.NGINX : Gateway.ALB;
    if (ingressClass.contains(other.ingressClass())) {
      add(
          "autoscale.gateway",
          gateway + " behind an ingress of class " + ingressClass,
          "the controller of that ingress, whose log tells its requests: gateway("
              + other
              + "), or another class");
    }
    if (gateway == Gateway.ALB && exposure.sticky()) {
      add("ingress.sticky", "true with gateway ALB", "an ingress of Nginx");
    }
  }

  private void add(String name, Object value, String expected) {
    violations.add(new Violation(name, value.toString(), expected));
  }
}
