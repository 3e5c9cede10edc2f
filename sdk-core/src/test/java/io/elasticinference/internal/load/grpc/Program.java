package io.elasticinference.internal.load.grpc;

import io.elasticinference.load.GrpcRequest;
import io.elasticinference.load.LoadListener;
import io.elasticinference.load.LoadProfile;
import io.elasticinference.load.LoadTarget;
import io.elasticinference.load.LoadTest;
import java.net.URI;

/** What a user's program does that lacks the library. */
public final class Program {
  private Program() {}

  /** Starts a load, and answers what was thrown. */
  public static String run() {
    LoadTarget target = LoadTarget.of(URI.create("http://127.0.0.1:1"));
    LoadProfile profile = LoadProfile.constant(1).grpc(GrpcRequest.predict("m"));
    try {
      LoadTest.start(target, profile, LoadListener.none());
      return "nothing";
    } catch (RuntimeException e) {
      return e.toString();
    }
  }
}
