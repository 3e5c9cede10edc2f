package io.elasticinference;

import java.util.List;

/** A version of a model is not deleted, since services mount it. */
public class ModelInUseException extends ElasticInferenceException {

  private static final long serialVersionUID = 1;

  private final List<String> users;

  /**
   * Makes one.
   *
   * @param observed what was seen, with what was expected
   * @param hint what to do about it
   * @param users who mounts it
   */
  public ModelInUseException(String observed, String hint, List<String> users) {
    super(observed, hint, false, null);
    this.users = List.copyOf(users);
  }

  /**
   * Who mounts it.
   *
   * @return for each a clause such as {@code service 'bert', version v1, in namespace default}
   */
  public List<String> users() {
    return users;
  }
}
