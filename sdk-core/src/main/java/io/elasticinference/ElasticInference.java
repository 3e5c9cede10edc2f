package io.elasticinference;

/**
 * Where an application begins: what it wants is said step by step, and done by the last one.
 *
 * <pre>{@code
 * import static io.elasticinference.Autoscale.qps;
 * import static io.elasticinference.Burst.ECI_ONLY;
 *
 * InferenceService service = ElasticInference.builder()
 *     .model(Model.tensorflow("chnsenticorp").from("oss://models/tensorflow/chnsenticorp"))
 *     .gpuSpec("ecs.gn6i-c4g1.xlarge")
 *     .burst(ECI_ONLY)
 *     .autoscale(qps(10))
 *     .deploy();
 * service.awaitReady(Duration.ofMinutes(10));
 * }</pre>
 *
 * @see Model
 * @see Autoscale
 * @see InferenceService
 */
public final class ElasticInference {

  private ElasticInference() {}

  /**
   * Begins the description of a service. The builder is immutable: each setting answers a new one,
   * so that one may be kept and varied.
   *
   * @return a builder with the defaults of the ACK tutorial, and no model yet
   */
  public static InferenceBuilder builder() {
    return InferenceBuilder.EMPTY;
  }
}
