package io.elasticinference.internal.load;

import io.elasticinference.ElasticInferenceException;
import java.util.concurrent.ExecutionException;

/** The load engine threw something: a fault of the SDK, or a machine that has no more to give. */
public final class EngineFault {

  private EngineFault() {}

  /** What users see of it. */
  public static ElasticInferenceException of(ExecutionException e) {
    return new ElasticInferenceException(
        "Load engine: it ended with " + e.getCause() + " (expected: a report).",
        "Look whether memory, threads or open files (ulimit -n) ran out; else report it, with the"
            + " cause's stack trace.",
        false,
        e.getCause());
  }
}
