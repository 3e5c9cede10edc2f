package io.elasticinference;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A service can never become ready as it stands; says which pod, why, and its last words. */
public class RolloutFailedException extends ElasticInferenceException {

  private static final long serialVersionUID = 1;

  private final transient Problem problem;

  /**
   * Makes one.
   *
   * @param observed what was seen, with what was expected
   * @param hint what to do about it
   * @param problem the problem that cannot heal
   */
  public RolloutFailedException(String observed, String hint, Problem problem) {
    super(observed, hint, false, null);
    this.problem = problem;
  }

  /**
   * The object that fails: mostly a pod, else what keeps pods from being made.
   *
   * @return for example {@code Pod default/bert-v1-tensorflow-serving-7c9-x}
   */
  public String object() {
    return problem.object();
  }

  /**
   * The cluster's own word for the failure.
   *
   * @return for example {@code ImagePullBackOff}
   */
  public String reason() {
    return problem.reason();
  }

  /**
   * The last lines that the failing container wrote.
   *
   * @return oldest first; empty where nothing was written
   */
  public List<String> lastWords() {
    return problem.lastWords();
  }

  /**
   * The problem as the status shows it.
   *
   * @return the problem; null only after deserialisation
   */
  public @Nullable Problem problem() {
    return problem;
  }
}
