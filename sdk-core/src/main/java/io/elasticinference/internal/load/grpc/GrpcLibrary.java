package io.elasticinference.internal.load.grpc;

import io.elasticinference.ElasticInferenceException;

/** Whether the optional library for gRPC is there. Knows none of its classes. */
public final class GrpcLibrary {
  /** The library, as Maven names it, in the version that this SDK is built with. */
  static final String COORDINATES = "io.grpc:grpc-netty-shaded:1.85.1";

  private static final String CLASS = "io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder";

  private GrpcLibrary() {}

  /**
   * Refuses to go on without it.
   *
   * @throws ElasticInferenceException when the library is not on the class path
   */
  public static void require() {
    try {
      Class.forName(CLASS, false, GrpcLibrary.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new ElasticInferenceException(
          "Load over gRPC: " + CLASS + " is not on the class path (expected: grpc-java).",
          "Add the dependency " + COORDINATES + ".",
          false,
          e);
    }
  }
}
