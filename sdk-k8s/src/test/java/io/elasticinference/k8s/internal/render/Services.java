package io.elasticinference.k8s.internal.render;

import io.elasticinference.Autoscale;
import io.elasticinference.Burst;
import io.elasticinference.Exposure;
import io.elasticinference.Framework;
import io.elasticinference.Gateway;
import io.elasticinference.InferenceSpec;
import io.elasticinference.Model;
import io.elasticinference.ServingRuntime;
import io.elasticinference.metrics.LatencyStatistic;
import io.elasticinference.scaling.ScalingPolicy;
import io.elasticinference.scaling.ScalingRules;
import io.elasticinference.scaling.SelectPolicy;
import io.elasticinference.spi.MinimumSchedule;
import io.elasticinference.spi.ModelVolume;
import io.elasticinference.spi.PodPlacement;
import io.elasticinference.spi.ResolvedService;
import io.elasticinference.spi.ScalingMetric;
import io.elasticinference.spi.Secret;
import io.elasticinference.spi.ServiceNames;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Resolved services for tests: the ACK tutorial's, and changes to it. */
public final class Services {

  private static final String MODEL = "chnsenticorp";
  private static final String LOCATION = "oss://models/tensorflow/chnsenticorp";
  private static final long MODEL_VERSION = 1623831335;

  private Services() {}

  /** What the tutorial deploys. */
  public static ResolvedService tutorial() {
    ServiceNames names = new ServiceNames("default", "bert-tfserving", "v1", Framework.TENSORFLOW);
    return new ResolvedService(
        spec(names, Autoscale.qps(10).replicas(1, 10), Exposure.host("test.example.com")),
        names,
        MODEL_VERSION,
        volume(Map.of("akId", Secret.of("the-id"), "akSecret", Secret.of("the-secret"))),
        new PodPlacement(
            Map.of("alibabacloud.com/eci", "true"),
            Map.of(
                "alibabacloud.com/burst-resource",
                "eci_only",
                "k8s.aliyun.com/eci-use-specs",
                "ecs.gn6i-c4g1.xlarge"),
            Map.of("nvidia.com/gpu", 1L)),
        List.of(metric(names, 10_000)));
  }

  /** One that neither scales nor is exposed, mounted by a role, on nodes without GPUs. */
  public static ResolvedService fixedInside() {
    ServiceNames names = new ServiceNames("team-a", "bert", "v2", Framework.TENSORFLOW);
    return new ResolvedService(
        spec(names, null, null), names, null, volume(Map.of()), noPlacement(), List.of());
  }

  /** One below a path of a host that others share, with an odd target. */
  public static ResolvedService belowPath() {
    ServiceNames names = new ServiceNames("default", "bert", "v1", Framework.TENSORFLOW);
    return new ResolvedService(
        spec(names, Autoscale.qps(2.5), new Exposure("ai.example.com", "/bert.v1", "nginx")),
        names,
        MODEL_VERSION,
        volume(Map.of()),
        noPlacement(),
        List.of(metric(names, 2500)));
  }

  /** One that scales by all kinds of targets at once. */
  public static ResolvedService severalMetrics() {
    ServiceNames names = new ServiceNames("default", "bert", "v1", Framework.TENSORFLOW);
    Autoscale autoscale =
        Autoscale.qps(10)
            .and(Autoscale.latency(LatencyStatistic.P95, Duration.ofMillis(200)))
            .and(Autoscale.inflow(1_000_000))
            .replicas(2, 20);
    return new ResolvedService(
        spec(names, autoscale, Exposure.host("ai.example.com")),
        names,
        MODEL_VERSION,
        volume(Map.of()),
        noPlacement(),
        List.of(
            metric(names, 10_000),
            new ScalingMetric(
                "sls_ingress_latency_p95", selector(names), 200_000, ScalingMetric.Scope.IN_ALL),
            new ScalingMetric("sls_ingress_inflow", selector(names), 1_000_000_000)));
  }

  /** One whose autoscaler is told how to scale in each direction. */
  public static ResolvedService behavior() {
    Duration minute = Duration.ofMinutes(1);
    return scaled(
        Autoscale.qps(10)
            .replicas(2, 20)
            .scaleUp(
                ScalingRules.defaults()
                    .policies(ScalingPolicy.pods(4, minute), ScalingPolicy.percent(100, minute))
                    .selectPolicy(SelectPolicy.MIN)
                    .tolerance(0.05))
            .scaleDown(
                ScalingRules.defaults().stabilizationWindow(Duration.ofMinutes(10)).tolerance(0.2)),
        Exposure.host("ai.example.com"),
        2,
        null,
        "sls_ingress_qps");
  }

  /** One whose minimum is raised each weekday morning, and is now. */
  public static ResolvedService windows() {
    return scaled(
        Autoscale.qps(10).replicas(1, 20),
        Exposure.host("ai.example.com"),
        6,
        new MinimumSchedule(
            ZoneId.of("Asia/Shanghai"),
            "registry.example.com/kubectl:v1",
            List.of(
                new MinimumSchedule.Switch("30 8 * * 1,2,3,4,5", 6),
                new MinimumSchedule.Switch("30 10 * * 1,2,3,4,5", 1)),
            7200),
        "sls_ingress_qps");
  }

  /** One behind an Application Load Balancer. */
  public static ResolvedService alb() {
    return scaled(
        Autoscale.qps(10).gateway(Gateway.ALB).logstore("alb_access"),
        new Exposure("ai.example.com", "/", "alb"),
        1,
        null,
        "sls_alb_ingress_qps");
  }

  /** One whose clients stay at one replica each. */
  public static ResolvedService sticky() {
    return scaled(
        Autoscale.qps(10),
        Exposure.host("ai.example.com").stickySessions(),
        1,
        null,
        "sls_ingress_qps");
  }

  /** A language model behind a server of the user's own. */
  public static ResolvedService custom() {
    ServiceNames names = new ServiceNames("default", "qwen", "3", Framework.CUSTOM);
    ServingRuntime runtime =
        ServingRuntime.of("vllm/vllm-openai:v0.10.0", 8000)
            .arguments("--model", ServingRuntime.MODEL_PATH, "--max-model-len", "4096")
            .variable("HF_HUB_OFFLINE", "1")
            .readyAt("/health")
            .requestsAt("/v1/completions");
    InferenceSpec spec =
        new InferenceSpec(
            names.name(),
            names.namespace(),
            names.version(),
            Model.custom("qwen2").from("oss://models/llm/qwen2").version(3),
            runtime.image(),
            List.of("ecs.gn7i-c8g1.2xlarge"),
            null,
            Burst.ECI_ONLY,
            Autoscale.qps(10),
            1,
            Exposure.host("ai.example.com"),
            runtime);
    return new ResolvedService(
        spec, names, 3L, volume(Map.of()), noPlacement(), List.of(metric(names, 10_000)));
  }

  /** One that gets a tenth of the requests of the version that has the ingress. */
  public static ResolvedService canary() {
    ServiceNames names = new ServiceNames("default", "bert", "v2", Framework.TENSORFLOW);
    return new ResolvedService(
        spec(names, null, Exposure.host("ai.example.com").canary(10)),
        names,
        MODEL_VERSION,
        volume(Map.of()),
        noPlacement(),
        List.of());
  }

  private static ResolvedService scaled(
      Autoscale autoscale,
      Exposure exposure,
      int minReplicas,
      @Nullable MinimumSchedule schedule,
      String metric) {
    ServiceNames names = new ServiceNames("default", "bert", "v1", Framework.TENSORFLOW);
    return new ResolvedService(
        spec(names, autoscale, exposure),
        names,
        MODEL_VERSION,
        volume(Map.of()),
        noPlacement(),
        List.of(new ScalingMetric(metric, selector(names), 10_000)),
        minReplicas,
        schedule);
  }

  /** The specification of a service with those names. */
  public static InferenceSpec spec(
      ServiceNames names, @Nullable Autoscale autoscale, @Nullable Exposure exposure) {
    return new InferenceSpec(
        names.name(),
        names.namespace(),
        names.version(),
        Model.tensorflow(MODEL).from(LOCATION),
        names.framework().defaultImage(),
        List.of("ecs.gn6i-c4g1.xlarge"),
        null,
        Burst.ECI_ONLY,
        autoscale,
        2,
        exposure,
        null);
  }

  private static ModelVolume volume(Map<String, Secret> secretData) {
    return new ModelVolume(
        "ossplugin.csi.alibabacloud.com",
        Map.of(
            "bucket",
            "models",
            "url",
            "oss-cn-beijing-internal.aliyuncs.com",
            "path",
            "/tensorflow/chnsenticorp",
            "otherOpts",
            "-o max_stat_cache_size=0 -o allow_other"),
        secretData,
        "5Gi",
        "/data");
  }

  private static PodPlacement noPlacement() {
    return new PodPlacement(Map.of(), Map.of(), Map.of());
  }

  private static ScalingMetric metric(ServiceNames names, long milli) {
    return new ScalingMetric("sls_ingress_qps", selector(names), milli);
  }

  private static Map<String, String> selector(ServiceNames names) {
    return Map.of(
        "sls.project",
        "k8s-log-c0123",
        "sls.logstore",
        "nginx-ingress",
        "sls.ingress.route",
        names.route().toString());
  }
}
