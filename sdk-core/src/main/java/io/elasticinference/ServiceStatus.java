package io.elasticinference;

import io.elasticinference.internal.html.StatusHtml;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A service at one moment.
 *
 * @param namespace its namespace
 * @param name its name
 * @param version the serving version that this is the status of
 * @param exists whether the cluster has it
 * @param ready whether the newest generation is rolled out and all its replicas answer
 * @param desiredReplicas how many replicas there shall be
 * @param updatedReplicas how many are of the newest generation
 * @param readyReplicas how many of those answer
 * @param totalReplicas how many there are, old ones included
 * @param answeringReplicas how many of all these answer
 * @param scalingSeen what the autoscaler sees; null where there is none
 * @param problems what keeps it from being ready, worst first
 */
public record ServiceStatus(
    String namespace,
    String name,
    String version,
    boolean exists,
    boolean ready,
    int desiredReplicas,
    int updatedReplicas,
    int readyReplicas,
    int totalReplicas,
    int answeringReplicas,
    @Nullable ScalingStatus scalingSeen,
    List<Problem> problems)
    implements HtmlView {

  public ServiceStatus {
    problems = List.copyOf(problems);
  }

  /**
   * What the autoscaler sees and wants.
   *
   * @return empty for a service that does not scale
   */
  public Optional<ScalingStatus> scaling() {
    return Optional.ofNullable(scalingSeen);
  }

  /**
   * The first problem that cannot heal.
   *
   * @return empty where waiting may help
   */
  public Optional<Problem> fatalProblem() {
    return problems.stream().filter(Problem::fatal).findFirst();
  }

  /** The status with replicas, what the autoscaler sees, and all problems. */
  @Override
  public String toHtml() {
    return StatusHtml.of(this);
  }

  /**
   * The status in one line.
   *
   * @return for example {@code bert-v1: 0/1 ready; Pod …: ImagePullBackOff}
   */
  @Override
  public String toString() {
    if (!exists) {
      return name + "-" + version + ": not deployed";
    }
    return name
        + "-"
        + version
        + ": "
        + readyReplicas
        + "/"
        + desiredReplicas
        + " ready"
        + (problems.isEmpty() ? "" : "; " + problems.get(0));
  }
}
