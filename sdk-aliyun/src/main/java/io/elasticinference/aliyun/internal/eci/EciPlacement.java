package io.elasticinference.aliyun.internal.eci;

import io.elasticinference.Burst;
import io.elasticinference.InferenceSpec;
import io.elasticinference.Violation;
import io.elasticinference.spi.Placement;
import io.elasticinference.spi.PodPlacement;
import io.elasticinference.spi.PreflightCheck;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * Places pods on elastic container instances by annotations of the pod, as ACK reads them.
 *
 * <p>{@code alibabacloud.com/burst-resource} is what arena writes and Pro clusters created before
 * 1.24 honour; newer ones honour the label {@code alibabacloud.com/eci} instead, which means
 * "elastic instances only" and so stands beside {@code eci_only} alone. Nothing as short stands for
 * {@code eci}; a newer cluster needs a ResourcePolicy for that, which is not a pod's to carry.
 */
public final class EciPlacement implements Placement {

  private static final String BURST_ANNOTATION = "alibabacloud.com/burst-resource";
  private static final String ECI_LABEL = "alibabacloud.com/eci";
  private static final String SPECS_ANNOTATION = "k8s.aliyun.com/eci-use-specs";

  /** What ACK's virtual nodes are labelled with. */
  private static final Map<String, String> VIRTUAL_NODES = Map.of("type", "virtual-kubelet");

  private static final String GPU_LIMIT = "nvidia.com/gpu";

  /** Made by {@link java.util.ServiceLoader}. */
  public EciPlacement() {}

  @Override
  public List<Violation> validate(InferenceSpec spec) {
    return GpuRules.check(spec);
  }

  @Override
  public PodPlacement place(InferenceSpec spec) {
    Map<String, String> labels = new TreeMap<>();
    Map<String, String> annotations = new TreeMap<>();
    if (spec.burst() == Burst.ECI_ONLY) {
      annotations.put(BURST_ANNOTATION, "eci_only");
      labels.put(ECI_LABEL, "true");
    } else if (spec.burst() == Burst.ECI) {
      annotations.put(BURST_ANNOTATION, "eci");
    }
    if (!spec.gpuSpecs().isEmpty()) {
      annotations.put(SPECS_ANNOTATION, String.join(",", spec.gpuSpecs()));
    }
    long gpus = gpus(spec);
    return new PodPlacement(labels, annotations, gpus == 0 ? Map.of() : Map.of(GPU_LIMIT, gpus));
  }

  @Override
  public Map<String, String> elasticNodes() {
    return VIRTUAL_NODES;
  }

  @Override
  public List<PreflightCheck> preflight(InferenceSpec spec) {
    return spec.gpuSpecs().stream()
        .map(
            name ->
                new PreflightCheck(
                    "Instance type " + name, () -> List.of(GpuSpecs.finding(name, gpus(spec)))))
        .toList();
  }

  /** The caller's number, else that of the first type; a service without either has no GPU. */
  private static long gpus(InferenceSpec spec) {
    return spec.gpus()
        .orElseGet(
            () ->
                spec.gpuSpecs().stream()
                    .map(GpuSpecs::gpus)
                    .filter(OptionalInt::isPresent)
                    .map(OptionalInt::getAsInt)
                    .findFirst()
                    .orElse(0));
  }
}
