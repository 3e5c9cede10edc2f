package io.elasticinference.testkit.node;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which instance Elastic Container Instance makes for a pod: the first of the wished ones that it
 * still has.
 */
final class EciSpecs {
  static final String WISHED = "k8s.aliyun.com/eci-use-specs";

  /** Written to the pod: the instance that was made. */
  static final String MADE = "k8s.aliyun.com/eci-instance-spec";

  /** What a spec starts with that is sold out. */
  static final String OUT_OF_STOCK = "ecs.out-of-stock";

  private static final int MOST = 5;

  private final List<String> wished;

  private EciSpecs(List<String> wished) {
    this.wished = wished;
  }

  static EciSpecs of(Map<String, String> annotations) {
    return new EciSpecs(
        Stream.of(annotations.getOrDefault(WISHED, "").split(","))
            .map(String::trim)
            .filter(spec -> !spec.isEmpty())
            .toList());
  }

  /** Returns why no instance can be made, empty when one can. */
  Optional<Refusal> refusal() {
    if (wished.size() > MOST) {
      return Optional.of(
          new Refusal(
              "UnknownError",
              "InvalidParameter",
              "at most " + MOST + " instance types, got " + wished.size()));
    }
    if (!wished.isEmpty() && chosen().isEmpty()) {
      return Optional.of(
          new Refusal(
              "NoStock",
              "OutOfStock",
              "the specified instance type "
                  + String.join(",", wished)
                  + " is out of stock in zone cn-beijing-h"));
    }
    return Optional.empty();
  }

  /** Returns the first wished spec that is there. */
  Optional<String> chosen() {
    return wished.stream().filter(spec -> !spec.startsWith(OUT_OF_STOCK)).findFirst();
  }

  /**
   * Why there is no instance.
   *
   * @param reason of the pod's condition
   * @param code of ECI's answer
   * @param detail what it says
   */
  record Refusal(String reason, String code, String detail) {
    String message() {
      return "create eci container group failed: " + code + ": " + detail;
    }
  }
}
