package io.elasticinference.internal.load.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.elasticinference.load.LoadTotals;
import io.elasticinference.load.LoadWorker;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WorkerLinesTest {
  private static LoadWorker worker(int index, long sent, long late, Optional<String> problem) {
    return new LoadWorker(
        index,
        "bert-load-" + index,
        Optional.of(Duration.ofMillis(index)),
        new LoadTotals(sent, sent, sent, 0, 0, 0, late),
        problem);
  }

  @Test
  void of_isOneLine_whenAllSentTheirShares() {
    assertThat(
            WorkerLines.of(
                List.of(
                    worker(0, 1_000, 50, Optional.empty()), worker(1, 1_000, 0, Optional.empty()))))
        .containsExactly("2 pods, at most 1 ms late");
    assertThat(WorkerLines.of(List.of(worker(0, 0, 0, Optional.empty()))))
        .containsExactly("1 pod, at most 0 late");
    assertThat(WorkerLines.of(List.of())).isEmpty();
  }

  @Test
  void of_namesWhoFailed_neverBegan_orDidNotKeepUp() {
    LoadWorker missing =
        new LoadWorker(
            2,
            "",
            Optional.empty(),
            new LoadTotals(0, 0, 0, 0, 0, 0, 0),
            Optional.of("never began: no pod"));

    assertThat(
            WorkerLines.of(
                List.of(
                    worker(0, 1_000, 123, Optional.empty()),
                    worker(1, 500, 0, Optional.of("was lost after 3 s: exit code 137")),
                    missing)))
        .containsExactly(
            "2 of 3 began",
            "0 (bert-load-0) sent 12 % of its requests late: give it more cores, or send from more"
                + " pods",
            "1 (bert-load-1) was lost after 3 s: exit code 137",
            "2 never began: no pod");
  }
}
