package io.elasticinference;

import java.util.List;
import java.util.stream.Collectors;

/** A specification is wrong; names all that is wrong at once. Nothing was written anywhere. */
public class InvalidSpecException extends ElasticInferenceException {

  private static final long serialVersionUID = 1;

  private final transient List<Violation> violations;

  /**
   * Makes one.
   *
   * @param violations all that is wrong, at least one
   */
  public InvalidSpecException(List<Violation> violations) {
    super(
        violations.stream()
            .map(v -> "\n  - " + v)
            .collect(
                Collectors.joining(
                    "", "The specification has " + count(violations.size()) + ":", "\n")),
        "Correct "
            + (violations.size() == 1 ? "it" : "each of them")
            + ", then run it again; nothing was written.",
        false,
        null);
    this.violations = List.copyOf(violations);
  }

  private static String count(int faults) {
    return faults == 1 ? "1 fault" : faults + " faults";
  }

  /**
   * All that is wrong.
   *
   * @return at least one
   */
  public List<Violation> violations() {
    return violations;
  }
}
