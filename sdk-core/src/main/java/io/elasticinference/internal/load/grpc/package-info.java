/**
 * Predictions over gRPC: TensorFlow Serving's messages, and the calls by grpc-java, which is an
 * optional dependency. Only {@code GrpcCalls} and what it makes know that library.
 */
@NullMarked
package io.elasticinference.internal.load.grpc;

import org.jspecify.annotations.NullMarked;
