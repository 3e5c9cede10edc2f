/**
 * What an application says and hears: the model, the service that it wants, and the service that
 * runs.
 *
 * <p>{@link io.elasticinference.ElasticInference} is the door; {@link
 * io.elasticinference.InferenceClient} finds again what runs, {@link
 * io.elasticinference.InferenceService} is one of them, and {@link
 * io.elasticinference.ElasticInferenceException} is the root of what goes wrong. For every program.
 * Nothing here knows Kubernetes or Alibaba Cloud; the ports in {@link io.elasticinference.spi} do.
 */
@NullMarked
package io.elasticinference;

import org.jspecify.annotations.NullMarked;
