package io.elasticinference.k8s.internal.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import io.elasticinference.Problem;
import io.elasticinference.ScalingReading;
import io.elasticinference.ServiceStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusJudgeTest {

  @Test
  void judge_saysThatItDoesNotExist_whenThereIsNoWorkload() {
    assertThat(new Seen().deployment("").judge().exists()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    // generation, observed, desired, total, updated, ready, available: ready?
    "2, 2, 1, 1, 1, 1, 1, true",
    "2, 2, 4, 4, 4, 4, 4, true",
    "2, 1, 1, 1, 1, 1, 1, false", // the controller has not seen the newest spec
    "2, 2, 1, 2, 1, 2, 2, false", // the old replica is still there
    "2, 2, 1, 1, 0, 1, 1, false", // only the old replica is there
    "2, 2, 2, 2, 2, 1, 1, false", // one does not answer yet
    "2, 2, 2, 2, 2, 2, 1, false", // one has not answered for long enough
    "2, 2, 0, 0, 0, 0, 0, false", // nothing answers at zero
    "2, 2, 1, 2, 2, 2, 2, true" // scaling in: one too many answers
  })
  void judge_isReady_onlyWhenTheNewestGenerationAnswersAlone(
      int generation,
      int observed,
      int desired,
      int total,
      int updated,
      int ready,
      int available,
      boolean expected) {
    Seen seen =
        new Seen()
            .deployment(
                Seen.deployment(
                    generation, observed, desired, total, updated, ready, available, "2", ""));
    assertThat(seen.judge().ready()).isEqualTo(expected);
  }

  @Test
  void judge_countsNoReplicasOfTheOldGeneration_whenTheNewOneIsNotSeenYet() {
    ServiceStatus status =
        new Seen().deployment(Seen.deployment(3, 2, 2, 2, 2, 2, 2, "2", "")).judge();
    assertThat(status.updatedReplicas()).isZero();
    assertThat(status.readyReplicas()).isZero();
    assertThat(status.totalReplicas()).isEqualTo(2);
  }

  @Test
  void judge_saysThatNothingWakesIt_whenItIsScaledToZero() {
    assertThat(new Seen().deployment(Seen.deployment(2, 2, 0, 0, 0, 0, 0, "2", "")).judge())
        .satisfies(status -> assertThat(status.fatalProblem()).isEmpty())
        .satisfies(
            status ->
                assertThat(status.problems()).extracting(Problem::reason).contains("ScaledToZero"));
  }

  @Test
  void judge_readsTheAutoscaler_whenThereIsOne() {
    ServiceStatus status =
        new Seen()
            .autoscaler(
                """
                {"spec":{"minReplicas":1,"maxReplicas":10,"metrics":[{"type":"External",
                  "external":{"metric":{"name":"qps"},"target":{"type":"AverageValue","averageValue":"10"}}}]},
                 "status":{"desiredReplicas":4,"currentMetrics":[{"type":"External",
                  "external":{"metric":{"name":"qps"},"current":{"averageValue":"8750m"}}}],
                  "conditions":[{"type":"ScalingActive","status":"False",
                   "reason":"FailedGetExternalMetric","message":"no rows"}]}}""")
            .judge();
    assertThat(status.scaling())
        .hasValueSatisfying(
            scaling -> {
              assertThat(scaling.maxReplicas()).isEqualTo(10);
              assertThat(scaling.desiredReplicas()).isEqualTo(4);
              assertThat(scaling.readings())
                  .containsExactly(new ScalingReading("qps", true, 10, 8.75));
              assertThat(scaling.message()).isEqualTo("FailedGetExternalMetric: no rows");
            });
  }

  @Test
  void judge_isFatal_whenThereIsNoProgressForTooLong() {
    String late =
        """
        {"type":"Progressing","status":"False","reason":"ProgressDeadlineExceeded","message":"m"}""";
    Seen seen = new Seen().deployment(Seen.deployment(2, 2, 1, 1, 1, 0, 0, "2", late));
    assertThat(seen.judge().fatalProblem())
        .hasValueSatisfying(p -> assertThat(p.reason()).isEqualTo("ProgressDeadlineExceeded"));
    // That was said of the generation before.
    Seen stale = new Seen().deployment(Seen.deployment(3, 2, 1, 1, 1, 0, 0, "2", late));
    assertThat(stale.judge().problems()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "pods x is forbidden: exceeded quota: q, requested: pods=1 | QUOTA | true",
        "pods x is forbidden: maximum memory usage per Container is 1Gi | QUOTA | true",
        "pods x is forbidden: violates PodSecurity restricted | FORBIDDEN | true",
        "admission webhook w denied the request: no | FORBIDDEN | true",
        "etcdserver: request timed out | OTHER | false"
      })
  void judge_saysWhatForbidsThePods_whenTheNewestSetCannotMakeThem(
      String message, Problem.Kind kind, boolean fatal) {
    String failure =
        "{\"type\":\"ReplicaFailure\",\"status\":\"True\",\"reason\":\"FailedCreate\",\"message\":\""
            + message
            + "\"}";
    Problem problem = new Seen().replicaSet("new", "2", failure).judge().problems().get(0);
    assertThat(problem.kind()).isEqualTo(kind);
    assertThat(problem.fatal()).isEqualTo(fatal);
    assertThat(problem.object()).startsWith("ReplicaSet default/");
  }

  @Test
  void judge_takesNoOldSetsFailureForTheNewOne() {
    String failure =
        "{\"type\":\"ReplicaFailure\",\"status\":\"True\",\"reason\":\"FailedCreate\","
            + "\"message\":\"is forbidden: exceeded quota\"}";
    assertThat(new Seen().replicaSet("old", "1", failure).judge().problems()).isEmpty();
  }
}
