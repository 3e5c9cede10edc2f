package io.elasticinference;

/**
 * Which server serves a model.
 *
 * @see Model#framework()
 */
public enum Framework {
  /** TensorFlow Serving; the image is the one of the ACK tutorial. */
  TENSORFLOW("tensorflow-serving", "tensorflow/serving:1.15.0-gpu"),
  /** A server that a {@link ServingRuntime} describes; there is no image by default. */
  CUSTOM("custom-serving", "");

  private final String servingName;
  private final String defaultImage;

  Framework(String servingName, String defaultImage) {
    this.servingName = servingName;
    this.defaultImage = defaultImage;
  }

  /**
   * The name of the server, which ends the names of its objects.
   *
   * @return for example {@code tensorflow-serving}
   */
  public String servingName() {
    return servingName;
  }

  /**
   * The container image that serves such a model where none is given.
   *
   * @return for example {@code tensorflow/serving:1.15.0-gpu}; empty where one must be given
   */
  public String defaultImage() {
    return defaultImage;
  }
}
