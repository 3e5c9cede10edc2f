package io.elasticinference.aliyun.internal;

import io.elasticinference.Burst;
import io.elasticinference.InferenceSpec;
import io.elasticinference.Model;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Specifications for tests. */
public final class Specs {

  private Specs() {}

  /** A service on these instance types. */
  public static InferenceSpec on(Burst burst, @Nullable Integer gpus, String... gpuSpecs) {
    return new InferenceSpec(
        "bert-tfserving",
        "default",
        "v1",
        Model.tensorflow("chnsenticorp").from("oss://models/tensorflow/chnsenticorp"),
        "tensorflow/serving:1.15.0-gpu",
        List.of(gpuSpecs),
        gpus,
        burst,
        null,
        1,
        null,
        null);
  }
}
