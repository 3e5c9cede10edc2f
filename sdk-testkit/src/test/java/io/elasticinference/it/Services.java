package io.elasticinference.it;

import io.elasticinference.Autoscale;
import io.elasticinference.Burst;
import io.elasticinference.Exposure;
import io.elasticinference.Framework;
import io.elasticinference.InferenceSpec;
import io.elasticinference.Model;
import io.elasticinference.PlannedChange;
import io.elasticinference.spi.Cluster;
import io.elasticinference.spi.Environment;
import io.elasticinference.spi.Manifest;
import io.elasticinference.spi.ModelVolume;
import io.elasticinference.spi.PodPlacement;
import io.elasticinference.spi.ResolvedService;
import io.elasticinference.spi.ScalingMetric;
import io.elasticinference.spi.Secret;
import io.elasticinference.spi.ServiceNames;
import io.elasticinference.testkit.LocalCloud;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * Services as the cluster port gets them, for tests of that port alone: no model need lie in OSS.
 */
final class Services {

  private static final Cluster.Provider PROVIDER =
      ServiceLoader.load(Cluster.Provider.class).findFirst().orElseThrow();

  private final ServiceNames names;
  private @Nullable Autoscale autoscale = Autoscale.qps(10).replicas(1, 10);
  private @Nullable Exposure exposure;
  private int replicas = 1;
  private String secret = "the-secret";
  private String bucket = LocalCloud.BUCKET;

  private Services(ServiceNames names) {
    this.names = names;
    this.exposure = Exposure.host(names.namespace() + ".example.com");
  }

  /** One that scales and is exposed. */
  static Services named(String namespace, String name, String version) {
    return new Services(new ServiceNames(namespace, name, version, Framework.TENSORFLOW));
  }

  static Cluster connect(LocalCloud cloud) {
    return PROVIDER.connect(Environment.of(cloud.environment()), List.of());
  }

  Services fixed(int replicas) {
    this.autoscale = null;
    this.replicas = replicas;
    return this;
  }

  Services inside() {
    this.exposure = null;
    return this;
  }

  Services secret(String secret) {
    this.secret = secret;
    return this;
  }

  Services bucket(String bucket) {
    this.bucket = bucket;
    return this;
  }

  ServiceNames names() {
    return names;
  }

  List<Manifest> manifests() {
    return PROVIDER.renderer().render(resolved());
  }

  /** What a deploy does once the model lies in the store. */
  List<PlannedChange> deploy(Cluster cluster) {
    cluster.check(names, autoscale);
    return cluster.apply(manifests(), change -> {});
  }

  List<PlannedChange> plan(Cluster cluster) {
    cluster.check(names, autoscale);
    return cluster.diff(manifests());
  }

  private ResolvedService resolved() {
    InferenceSpec spec =
        new InferenceSpec(
            names.name(),
            names.namespace(),
            names.version(),
            Model.tensorflow("chnsenticorp").from("oss://models/any"),
            "tensorflow/serving:1.15.0-gpu",
            List.of(),
            null,
            Burst.NONE,
            autoscale,
            replicas,
            exposure,
            null);
    ModelVolume volume =
        new ModelVolume(
            "ossplugin.csi.alibabacloud.com",
            Map.of("bucket", bucket, "path", "/any"),
            Map.of("akId", Secret.of("the-id"), "akSecret", Secret.of(secret)),
            "5Gi",
            "/data");
    List<ScalingMetric> metrics =
        autoscale == null
            ? List.of()
            : List.of(
                new ScalingMetric(
                    "sls_ingress_qps",
                    Map.of("sls.ingress.route", names.route().toString()),
                    10_000));
    return new ResolvedService(
        spec, names, null, volume, new PodPlacement(Map.of(), Map.of(), Map.of()), metrics);
  }
}
