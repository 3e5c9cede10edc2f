package io.elasticinference.internal.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.elasticinference.ElasticInferenceException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class EngineFaultTest {

  @Test
  void of_saysWhatTheEngineThrew_andWhereToLook() {
    Throwable thrown = new OutOfMemoryError("Java heap space");

    ElasticInferenceException told = EngineFault.of(new ExecutionException(thrown));

    assertThat(told)
        .hasMessageStartingWith("Load engine: it ended with " + thrown + " (expected: a report).")
        .hasMessageEndingWith(told.hint())
        .hasCause(thrown);
    assertThat(told.hint()).contains("memory", "ulimit -n");
  }
}
