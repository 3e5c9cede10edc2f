package io.elasticinference.aliyun.internal.eci;

import io.elasticinference.preflight.Finding;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * The GPU instance types whose size is known, as the documentation of elastic container instances
 * lists them. Other families exist (gn7e, gn7s, gn8ia, gn8is, vgn6i, vgn7i, sgn7i) whose sizes are
 * not confirmed, so a type that is not here is not wrong: its GPUs must be said.
 */
final class GpuSpecs {

  /** Matches {@code ecs.gn6i-c4g1.xlarge}, {@code ecs.gn5i-c2g1.large}, {@code ecs.c6.2xlarge}. */
  private static final Pattern NAME =
      Pattern.compile("ecs\\.[a-z][a-z0-9]*(-[a-z0-9]+)*\\.([0-9]*x)?large");

  private static final Map<String, GpuSpec> KNOWN =
      Map.ofEntries(
          Map.entry("ecs.gn5i-c2g1.large", new GpuSpec(2, 8, 1, "P4")),
          Map.entry("ecs.gn5i-c4g1.xlarge", new GpuSpec(4, 16, 1, "P4")),
          Map.entry("ecs.gn5i-c8g1.2xlarge", new GpuSpec(8, 32, 1, "P4")),
          Map.entry("ecs.gn5-c4g1.xlarge", new GpuSpec(4, 30, 1, "P100")),
          Map.entry("ecs.gn5-c8g1.2xlarge", new GpuSpec(8, 60, 1, "P100")),
          Map.entry("ecs.gn6i-c4g1.xlarge", new GpuSpec(4, 15, 1, "T4")),
          Map.entry("ecs.gn6i-c8g1.2xlarge", new GpuSpec(8, 31, 1, "T4")),
          Map.entry("ecs.gn6i-c16g1.4xlarge", new GpuSpec(16, 62, 1, "T4")),
          Map.entry("ecs.gn6i-c24g1.6xlarge", new GpuSpec(24, 93, 1, "T4")),
          Map.entry("ecs.gn6i-c24g1.12xlarge", new GpuSpec(48, 186, 2, "T4")),
          Map.entry("ecs.gn6i-c24g1.24xlarge", new GpuSpec(96, 372, 4, "T4")),
          Map.entry("ecs.gn6v-c8g1.2xlarge", new GpuSpec(8, 32, 1, "V100")),
          Map.entry("ecs.gn6v-c8g1.8xlarge", new GpuSpec(32, 128, 4, "V100")),
          Map.entry("ecs.gn6v-c8g1.16xlarge", new GpuSpec(64, 256, 8, "V100")),
          Map.entry("ecs.gn6e-c12g1.3xlarge", new GpuSpec(12, 92, 1, "V100")),
          Map.entry("ecs.gn6e-c12g1.12xlarge", new GpuSpec(48, 368, 4, "V100")),
          Map.entry("ecs.gn6e-c12g1.24xlarge", new GpuSpec(96, 736, 8, "V100")),
          Map.entry("ecs.gn7-c12g1.3xlarge", new GpuSpec(12, 95, 1, "A100")),
          Map.entry("ecs.gn7-c13g1.13xlarge", new GpuSpec(52, 380, 4, "A100")),
          Map.entry("ecs.gn7-c13g1.26xlarge", new GpuSpec(104, 760, 8, "A100")),
          Map.entry("ecs.gn7i-c8g1.2xlarge", new GpuSpec(8, 30, 1, "A10")));

  private GpuSpecs() {}

  /**
   * The size of an instance type.
   *
   * @param vcpus virtual CPUs
   * @param memoryGiB memory in GiB
   * @param gpus number of GPUs
   * @param gpu which GPU
   */
  record GpuSpec(int vcpus, int memoryGiB, int gpus, String gpu) {}

  static boolean wellFormed(String spec) {
    return NAME.matcher(spec).matches();
  }

  /** The GPUs of a type; empty where the type is not known. */
  static OptionalInt gpus(String spec) {
    GpuSpec known = KNOWN.get(spec);
    return known == null ? OptionalInt.empty() : OptionalInt.of(known.gpus());
  }

  /** What is known of a type, for a look before a deployment. */
  static Finding finding(String spec, long gpusAskedFor) {
    String object = "Instance type " + spec;
    GpuSpec known = KNOWN.get(spec);
    if (known == null) {
      return Finding.warning(
          object,
          "its size is not known here, " + gpusAskedFor + " GPUs will be asked for",
          "a type of this SDK's table",
          "Check in the documentation of elastic container instances that it has that many, and is"
              + " sold in the cluster's zones.");
    }
    return Finding.ok(
        object,
        known.vcpus()
            + " vCPU, "
            + known.memoryGiB()
            + " GiB, "
            + known.gpus()
            + " x "
            + known.gpu());
  }

  /** The table itself, for those who check it. */
  static Map<String, GpuSpec> known() {
    return KNOWN;
  }
}
