package io.elasticinference.benchmarks;

import static io.elasticinference.Autoscale.qps;
import static io.elasticinference.Burst.ECI_ONLY;

import io.elasticinference.ElasticInference;
import io.elasticinference.InferenceBuilder;
import io.elasticinference.InferenceClient;
import io.elasticinference.Model;
import io.elasticinference.event.ServiceEvent;
import io.elasticinference.event.ServiceListener;
import io.elasticinference.event.Stage;
import io.elasticinference.testkit.LocalCloud;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a deploy costs: requests, counted at the API server; the median time of a warm one next to
 * {@code kubectl apply --server-side} of the same objects, in turn; and a cold JVM to its first
 * accepted object. {@code benchmarks/deploy} runs it.
 */
public final class DeployBenchmark {

  private static final int WARM_RUNS = 15;
  private static final int COLD_RUNS = 7;
  private static final String LOCATION = "oss://models/benchmark/chnsenticorp";

  private final LocalCloud cloud;
  private final AuditLog requests;
  private final InferenceBuilder service;
  private final Map<Stage, Timings> stages;

  private DeployBenchmark(
      LocalCloud cloud, InferenceClient client, Path auditLog, Map<Stage, Timings> stages) {
    this.stages = stages;
    this.cloud = cloud;
    this.requests = new AuditLog(auditLog, "elastic-inference");
    this.service =
        ElasticInference.builder()
            .client(client)
            .name("bench")
            .model(
                Model.tensorflow("chnsenticorp")
                    .upload(Path.of("samples/models/chnsenticorp"))
                    .to(LOCATION))
            .gpuSpec("ecs.gn6i-c4g1.xlarge")
            .burst(ECI_ONLY)
            .autoscale(qps(10));
  }

  /**
   * Runs the benchmark and prints its tables.
   *
   * @param arguments the path of kubectl, or nothing to leave it out
   * @throws Exception where a part of it cannot run
   */
  public static void main(String[] arguments) throws Exception {
    Path auditLog = Files.createTempFile("audit", ".log");
    Map<Stage, Timings> stages = new EnumMap<>(Stage.class);
    ServiceListener perStage =
        event -> {
          if (event instanceof ServiceEvent.StageFinished finished) {
            stages
                .computeIfAbsent(finished.stage(), stage -> new Timings())
                .add(finished.took().toNanos() / 1e6);
          }
        };
    try (LocalCloud cloud = LocalCloud.options().auditLog(auditLog).start();
        InferenceClient client =
            InferenceClient.builder().environment(cloud.environment()).listener(perStage).build()) {
      DeployBenchmark benchmark = new DeployBenchmark(cloud, client, auditLog, stages);
      benchmark.countRequests();
      benchmark.compareWarm(
          arguments.length == 0 ? Optional.empty() : Optional.of(Path.of(arguments[0])));
      benchmark.startCold();
    } finally {
      Files.delete(auditLog);
    }
  }

  private void countRequests() throws IOException {
    int objects = service.plan().changes().size();
    requests.sinceLast();
    System.out.printf(
        "Requests at the API server, for %d objects (goal: at most %d)%n", objects, objects + 2);
    service.deploy();
    print("  first deploy", requests.sinceLast());
    service.deploy();
    print("  the same again", requests.sinceLast());
    service.autoscale(qps(10).replicas(1, 7)).deploy();
    print("  another maximum", requests.sinceLast());
    service.deploy();
    requests.sinceLast();
  }

  private static void print(String what, Map<String, Integer> verbs) {
    int all = verbs.values().stream().mapToInt(Integer::intValue).sum();
    System.out.printf("%-20s %3d  %s%n", what, all, verbs);
  }

  private void compareWarm(Optional<Path> kubectl) throws Exception {
    Timings ours = new Timings();
    Timings theirs = new Timings();
    // kubectl cannot apply a Secret whose values were left out over one that has them, so it goes
    // without.
    byte[] yaml = withoutSecret(service.toYaml()).getBytes(StandardCharsets.UTF_8);
    stages.clear();
    for (int run = 0; run < WARM_RUNS; run++) {
      ours.time(service::deploy);
      if (kubectl.isPresent()) {
        long began = System.nanoTime();
        apply(kubectl.get(), yaml);
        theirs.add((System.nanoTime() - began) / 1e6);
      }
    }
    System.out.println("Median time of an unchanged deploy, in turn");
    System.out.println("  deploy()                       " + ours);
    stages.forEach(
        (stage, took) ->
            System.out.printf("    %-28s %s%n", stage.name().toLowerCase(Locale.ROOT), took));
    if (kubectl.isPresent()) {
      System.out.println("  kubectl apply --server-side    " + theirs);
      System.out.printf(
          "  ratio                          %.3f (goal: 0.1)%n", ours.median() / theirs.median());
    }
  }

  private static String withoutSecret(String yaml) {
    return Pattern.compile("(?m)^---\\R")
        .splitAsStream(yaml)
        .filter(document -> !document.contains("kind: Secret") && !document.isBlank())
        .collect(Collectors.joining("---\n", "---\n", ""));
  }

  private void apply(Path kubectl, byte[] yaml) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                kubectl.toString(),
                "--kubeconfig=" + cloud.environment().get("KUBECONFIG"),
                "apply",
                "--server-side",
                "--force-conflicts",
                "--field-manager=elastic-inference",
                "-f",
                "-")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (OutputStream stdin = process.getOutputStream()) {
      stdin.write(yaml);
    }
    if (process.waitFor() != 0) {
      throw new IllegalStateException("kubectl apply ended with " + process.exitValue());
    }
  }

  private void startCold() throws IOException, InterruptedException {
    Timings wall = new Timings();
    Timings processor = new Timings();
    for (int run = 0; run < COLD_RUNS; run++) {
      ProcessBuilder builder =
          new ProcessBuilder(
              List.of(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  ColdStart.class.getName(),
                  "default",
                  LOCATION));
      builder.environment().putAll(cloud.environment());
      builder.redirectError(ProcessBuilder.Redirect.INHERIT);
      long began = System.nanoTime();
      Process process = builder.start();
      try (BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
        String used = lines.readLine();
        wall.add((System.nanoTime() - began) / 1e6);
        if (used == null) {
          throw new IllegalStateException("The cold JVM ended with " + process.waitFor());
        }
        processor.add(Double.parseDouble(used));
      }
      process.waitFor();
    }
    System.out.println("A cold JVM to its first accepted object (the model lies in OSS already)");
    System.out.println("  wall time       " + wall);
    System.out.println("  processor time  " + processor + " (goal: under 1000 ms)");
  }
}
