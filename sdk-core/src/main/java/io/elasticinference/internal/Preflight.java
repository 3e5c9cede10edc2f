package io.elasticinference.internal;

import io.elasticinference.Burst;
import io.elasticinference.ElasticInferenceException;
import io.elasticinference.InferenceSpec;
import io.elasticinference.Violation;
import io.elasticinference.preflight.Finding;
import io.elasticinference.preflight.PreflightReport;
import io.elasticinference.spi.Environment;
import io.elasticinference.spi.ModelStore;
import io.elasticinference.spi.PodPlacement;
import io.elasticinference.spi.PreflightCheck;
import io.elasticinference.spi.PreflightSubject;
import io.elasticinference.spi.ScalingMetric;
import io.elasticinference.store.StoredModel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Looks at everything that a deployment needs, side by side; writes nothing. Whatever it meets is a
 * finding: it throws for none.
 */
public final class Preflight {

  /** How long one look may take: longer than a retried request, shorter than a user's patience. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final Pattern EXPECTED =
      Pattern.compile("(.*) \\(expected: ([^()]*)\\)(.*?)\\.?", Pattern.DOTALL);

  private final Ports ports;
  private final Duration patience;

  /**
   * Looks by the ports of one client.
   *
   * @param ports the ports
   */
  public Preflight(Ports ports) {
    this(ports, PATIENCE);
  }

  Preflight(Ports ports, Duration patience) {
    this.ports = ports;
    this.patience = patience;
  }

  /**
   * Looks at what a service needs.
   *
   * @param spec what the caller wants
   * @return what was found
   */
  public PreflightReport run(InferenceSpec spec) {
    List<Finding> findings = new ArrayList<>();
    List<PreflightCheck> checks = new ArrayList<>();
    for (Violation violation : violations(spec, findings)) {
      findings.add(
          Finding.error(
              "Specification, " + violation.name(),
              violation.value(),
              violation.expected(),
              "Correct it; deploy() would write nothing."));
    }
    List<ScalingMetric> metrics = metrics(spec);
    collect("Cluster", checks, findings, () -> ports.cluster().preflight(subject(spec, metrics)));
    if (spec.model().location().isPresent()) {
      checks.add(new PreflightCheck(storeName(spec), () -> store(spec)));
    }
    collect("Placement", checks, findings, () -> ports.placement().preflight(spec));
    if (!metrics.isEmpty()) {
      collect("Log", checks, findings, () -> ports.trafficMetrics().preflight(metrics));
    }
    look(checks, findings);
    return new PreflightReport(spec.name(), findings);
  }

  private List<Violation> violations(InferenceSpec spec, List<Finding> findings) {
    try {
      return new ValidateStage(ports).violations(spec, Pipeline.names(spec));
    } catch (RuntimeException e) {
      findings.add(failed("Specification", e));
      return List.of();
    }
  }

  /** None where the autoscale is wrong: the violations say so already. */
  private List<ScalingMetric> metrics(InferenceSpec spec) {
    return or(
        List.<ScalingMetric>of(),
        () ->
            spec.autoscale()
                .filter(
                    wish -> ports.trafficMetrics().validate(wish, Pipeline.route(spec)).isEmpty())
                .map(wish -> ports.trafficMetrics().scalingMetrics(wish, Pipeline.route(spec)))
                .orElse(List.of()));
  }

  private PreflightSubject subject(InferenceSpec spec, List<ScalingMetric> metrics) {
    PodPlacement nowhere = new PodPlacement(Map.of(), Map.of(), Map.of());
    String location = spec.model().location().orElse("");
    return new PreflightSubject(
        spec,
        Pipeline.names(spec),
        metrics,
        or(nowhere, () -> ports.placement().place(spec)),
        spec.burst() == Burst.NONE
            ? Map.of()
            : or(Map.<String, String>of(), () -> ports.placement().elasticNodes()),
        driver(location),
        ports.environment().get(Environment.INGRESS_ADDRESS).orElse(null));
  }

  private @Nullable String driver(String location) {
    try {
      return ports.modelStore().volume(location).driver();
    } catch (RuntimeException e) {
      // The look at the store says why.
      return null;
    }
  }

  private static <T> T or(T otherwise, Supplier<T> work) {
    try {
      return work.get();
    } catch (RuntimeException e) {
      // The port's own look, or the violations, say why.
      return otherwise;
    }
  }

  private static String storeName(InferenceSpec spec) {
    return "Model store " + spec.model().location().orElse("store");
  }

  private List<Finding> store(InferenceSpec spec) {
    String object = storeName(spec);
    ModelStore store = ports.modelStore();
    String location = spec.model().location().orElseThrow();
    store.checkMount(location);
    StoredModel stored = store.find(location);
    List<Long> versions = stored.completeVersions();
    if (spec.model().directory().isPresent()) {
      return List.of(Finding.ok(object, "reachable, versions " + versions + "; deploy() uploads"));
    }
    boolean there =
        spec.model().version().isPresent()
            ? versions.contains(spec.model().version().getAsLong())
            : !versions.isEmpty();
    return List.of(
        there
            ? Finding.ok(object, "versions " + versions)
            : Finding.error(
                object,
                "versions " + versions,
                spec.model().version().isPresent()
                    ? "version " + spec.model().version().getAsLong()
                    : "a version folder, named by a number, with a saved model in it",
                "Upload it: Model.….upload(Path.of(\"…\")).to(\"" + stored.location() + "\")."));
  }

  private static void collect(
      String object,
      List<PreflightCheck> checks,
      List<Finding> findings,
      Supplier<List<PreflightCheck>> port) {
    try {
      checks.addAll(port.get());
    } catch (RuntimeException e) {
      findings.add(failed(object, e));
    }
  }

  private void look(List<PreflightCheck> checks, List<Finding> findings) {
    List<CompletableFuture<List<Finding>>> looks = new ArrayList<>();
    for (PreflightCheck check : checks) {
      looks.add(Async.run("elastic-inference-preflight-" + check.object(), check.look()));
    }
    long deadline = System.nanoTime() + patience.toNanos();
    for (int i = 0; i < checks.size(); i++) {
      findings.addAll(found(checks.get(i).object(), looks.get(i), deadline));
    }
  }

  private List<Finding> found(
      String object, CompletableFuture<List<Finding>> look, long deadlineNanos) {
    try {
      return look.get(Math.max(0, deadlineNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      return List.of(failed(object, e.getCause()));
    } catch (TimeoutException e) {
      look.cancel(true);
      return List.of(
          Finding.error(
              object,
              "no answer within " + patience.toSeconds() + " s",
              "an answer",
              "Check the network between here and there."));
    } catch (InterruptedException e) {
      look.cancel(true);
      Thread.currentThread().interrupt();
      throw new ElasticInferenceException(
          "Preflight: looking was interrupted (expected: to the end).", "Look again.", true, e);
    }
  }

  private static Finding failed(String object, @Nullable Throwable cause) {
    if (cause instanceof ElasticInferenceException said) {
      return failed(object, String.valueOf(said.getMessage()), said.hint());
    }
    return Finding.error(
        object, "it cannot be looked at: " + cause, "a look at it", "Report this as a fault.");
  }

  /** Messages say: object: observed (expected: …), more. What to do. */
  private static Finding failed(String object, String message, String hint) {
    String said =
        message.endsWith(hint) ? message.substring(0, message.length() - hint.length()) : message;
    Matcher parts = EXPECTED.matcher(said.strip());
    if (!parts.matches()) {
      return Finding.error(object, said.strip(), "an answer", hint);
    }
    String observed = parts.group(1);
    int known = observed.indexOf(object + ": ");
    return Finding.error(
        object,
        (known < 0 ? observed : observed.substring(known + object.length() + 2)) + parts.group(3),
        parts.group(2),
        hint);
  }
}
