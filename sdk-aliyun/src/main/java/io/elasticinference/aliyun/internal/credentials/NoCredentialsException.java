package io.elasticinference.aliyun.internal.credentials;

import io.elasticinference.ElasticInferenceException;

/**
 * There are no credentials, or none of the kind that is needed. Each port turns it into the
 * exception that it promises, with the same words.
 */
public final class NoCredentialsException extends ElasticInferenceException {

  private static final long serialVersionUID = 1;

  private final String observed;

  NoCredentialsException(String observed, String hint) {
    super(observed, hint, false, null);
    this.observed = observed;
  }

  /**
   * What was seen, without the hint.
   *
   * @return the places looked in
   */
  public String observed() {
    return observed;
  }
}
