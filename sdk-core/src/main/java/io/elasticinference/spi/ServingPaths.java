package io.elasticinference.spi;

import io.elasticinference.InferenceSpec;
import io.elasticinference.ServingRuntime;

/**
 * Where a model server answers, below its own root.
 *
 * @param status tells whether it is ready
 * @param request takes requests
 */
public record ServingPaths(String status, String request) {

  /**
   * TensorFlow Serving's paths (tensorflow_serving/g3doc/api_rest.md).
   *
   * @param model the model's name
   * @return the paths of its REST API
   */
  public static ServingPaths tensorflow(String model) {
    return new ServingPaths("/v1/models/" + model, "/v1/models/" + model + ":predict");
  }

  /**
   * The paths that a specification asks for.
   *
   * @param spec what the caller wants
   * @return the runtime's paths, or TensorFlow Serving's
   */
  public static ServingPaths of(InferenceSpec spec) {
    ServingRuntime runtime = spec.runtimeGiven();
    return runtime == null
        ? tensorflow(spec.model().name())
        : new ServingPaths(runtime.readyPath(), runtime.requestPath());
  }
}
