package io.elasticinference.load;

/** What requests are sent in. */
public enum LoadProtocol {
  /** HTTP/1.1: TensorFlow Serving's REST API, port 8501, or anything else. */
  HTTP,
  /** gRPC over HTTP/2: TensorFlow Serving's {@code PredictionService}, port 8500. */
  GRPC
}
