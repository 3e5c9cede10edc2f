package io.elasticinference.k8s.internal.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import io.elasticinference.Problem;
import io.elasticinference.ServiceStatus;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PodJudgeTest {

  /** What lasts for a moment only. */
  private static final Patience MOMENT = (what, grace) -> false;

  private static Problem only(ServiceStatus status) {
    assertThat(status.problems()).hasSize(1);
    return status.problems().get(0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ErrImagePull | img:1: not found | true",
        "ErrImagePull | manifest for img:1 not found: manifest unknown | true",
        "ImagePullBackOff | Back-off pulling image img:1: ErrImagePull: not found | true",
        "ErrImagePull | pull access denied for img | true",
        "ErrImagePull | dial tcp: i/o timeout | false",
        "ErrImagePull | lookup registry: no such host | false",
        "ErrImagePull | toomanyrequests: rate limit, denied | false",
        "InvalidImageName | could not parse | true",
        "ErrImageNeverPull | not present with pull policy of Never | true"
      })
  void judge_isFatal_onlyWhenTheImageCannotEverBePulled(
      String reason, String message, boolean fatal) {
    Problem problem = only(new Seen().boundClaim().waiting(reason, message, 0).judge(MOMENT));
    assertThat(problem.kind()).isEqualTo(Problem.Kind.IMAGE);
    assertThat(problem.reason()).isEqualTo(reason);
    assertThat(problem.fatal()).isEqualTo(fatal);
  }

  @Test
  void judge_readsTheReasonFromTheEvent_whenTheStatusTellsNone() {
    Seen seen = new Seen().boundClaim().waiting("ImagePullBackOff", "Back-off pulling image", 0);
    assertThat(only(seen.judge(MOMENT)).fatal()).isFalse();
    assertThat(only(seen.judge(Patience.NONE)).fatal()).isTrue();
    seen.event("new-pod", "Failed", "Failed to pull image img:1: not found");
    assertThat(only(seen.judge(MOMENT)))
        .satisfies(p -> assertThat(p.fatal()).isTrue())
        .satisfies(p -> assertThat(p.message()).contains("not found"));
  }

  @Test
  void judge_waitsForTheLastWords_whenAContainerCrashes() {
    Seen seen = new Seen().boundClaim().waiting("CrashLoopBackOff", "back-off 10s", 3);
    assertThat(only(seen.judge()).fatal()).isFalse();
    Problem problem = only(seen.lastWords("one", "two").judge());
    assertThat(problem.fatal()).isTrue();
    assertThat(problem.kind()).isEqualTo(Problem.Kind.CRASH_LOOP);
    assertThat(problem.message()).isEqualTo("exit code 137 (OOMKilled), 3 restarts");
    assertThat(problem.lastWords()).containsExactly("one", "two");
  }

  @Test
  void judge_takesTheTerminationMessage_whenThereIsNoLog() {
    Seen seen = new Seen().boundClaim().waiting("CrashLoopBackOff", "x", 1).lastWords();
    assertThat(only(seen.judge()).lastWords()).isEqualTo(List.of("left behind"));
  }

  @Test
  void judge_looksAtNoOldPods_whenANewGenerationIsThere() {
    Seen seen =
        new Seen()
            .boundClaim()
            .replicaSet("old", "1", "")
            .pod(
                "old",
                "{\"containerStatuses\":[{\"name\":\"c\",\"image\":\"i\",\"state\":{\"waiting\":"
                    + "{\"reason\":\"InvalidImageName\"}}}]}");
    assertThat(seen.judge().problems()).isEmpty();
    // Nor before the new ReplicaSet has been seen.
    seen.deployment(Seen.deployment(3, 3, 1, 1, 0, 0, 0, "3", ""));
    assertThat(seen.judge().problems()).isEmpty();
    assertThat(seen.noReplicaSets().judge().problems()).isEmpty();
  }

  @Test
  void judge_looksAtNoPodThatIsBeingDeleted() {
    Seen seen =
        new Seen()
            .pod(
                "new",
                "\"deletionTimestamp\":\"2024-01-01T00:00:00Z\",",
                "{\"reason\":\"ProviderFailed\"}");
    assertThat(seen.judge().problems()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"NoStock", "StockExhaust", "StockClose"})
  void judge_isOutOfStock_whenTheInstancesConditionSaysSo(String reason) {
    Seen seen =
        new Seen()
            .boundClaim()
            .pod(
                "new",
                "{\"conditions\":[{\"type\":\"ContainerInstanceCreated\",\"status\":\"False\","
                    + "\"reason\":\""
                    + reason
                    + "\",\"message\":\"none left\"}]}");
    assertThat(only(seen.judge(MOMENT)))
        .isEqualTo(
            new Problem(
                Problem.Kind.OUT_OF_STOCK,
                "Pod default/new-pod",
                reason,
                "none left",
                List.of(),
                true));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "create failed: OutOfStock: ecs.x is out of stock in zone cn-beijing-h | OUT_OF_STOCK",
        "The resource is sold out | OUT_OF_STOCK",
        "Forbidden.RAM: User not authorized, forbidden | FORBIDDEN",
        "InvalidParameter: vSwitch | OTHER"
      })
  void judge_saysWhyThereIsNoInstance_whenTheProviderFailed(String message, Problem.Kind kind) {
    Problem byEvent =
        only(
            new Seen()
                .boundClaim()
                .pod("new", "{}")
                .event("new-pod", "ProviderCreateFailed", message)
                .judge(MOMENT));
    assertThat(byEvent.kind()).isEqualTo(kind);
    assertThat(byEvent.fatal()).isTrue();
    Problem byStatus =
        only(
            new Seen()
                .boundClaim()
                .pod("new", "{\"reason\":\"ProviderFailed\",\"message\":\"" + message + "\"}")
                .judge(MOMENT));
    assertThat(byStatus.kind()).isEqualTo(kind);
  }

  @Test
  void judge_isUnschedulable_onceItHasLasted() {
    Seen seen = new Seen().boundClaim().unscheduled("0/2 nodes: 2 Insufficient nvidia.com/gpu");
    assertThat(only(seen.judge(MOMENT)).fatal()).isFalse();
    assertThat(only(seen.judge()))
        .satisfies(p -> assertThat(p.fatal()).isTrue())
        .satisfies(p -> assertThat(p.kind()).isEqualTo(Problem.Kind.UNSCHEDULABLE));
  }

  @Test
  void judge_isPatient_whileAClaimIsBeingBound() {
    Seen seen =
        new Seen()
            .claim("Pending", "v", "")
            .volume("{\"metadata\":{\"name\":\"v\"},\"status\":{\"phase\":\"Available\"}}")
            .unscheduled("0/2 nodes: pod has unbound immediate PersistentVolumeClaims");
    assertThat(seen.judge().fatalProblem()).isEmpty();
    assertThat(seen.judge().problems())
        .isNotEmpty()
        .allSatisfy(p -> assertThat(p.kind()).isEqualTo(Problem.Kind.VOLUME));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "VolumeMissing | {}",
        "VolumeReleased | {'metadata':{'name':'v'},'status':{'phase':'Released'}}",
        "VolumeTaken | {'metadata':{'name':'v'},'spec':{'claimRef':{'namespace':'x','name':'y'}}}",
        "VolumeTaken | {'spec':{'claimRef':{'namespace':'default','name':'bert-model','uid':'o'}}}"
      })
  void judge_isFatal_whenTheVolumeCanNeverBeBound(String reason, String volume) {
    Seen seen =
        new Seen()
            .claim("Pending", "v", "")
            .volume(volume.replace('\'', '"'))
            .unscheduled("pod has unbound immediate PersistentVolumeClaims");
    assertThat(seen.judge().fatalProblem())
        .hasValueSatisfying(p -> assertThat(p.reason()).isEqualTo(reason))
        .hasValueSatisfying(p -> assertThat(p.kind()).isEqualTo(Problem.Kind.VOLUME))
        .hasValueSatisfying(
            p -> assertThat(p.object()).isEqualTo("PersistentVolumeClaim default/bert-model"));
    assertThat(seen.judge(MOMENT).fatalProblem()).isEmpty();
  }

  @Test
  void judge_isFatal_whenTheClaimIsLostOrGone() {
    assertThat(new Seen().claim("Lost", "v", "").pod("new", "{}").judge(MOMENT).fatalProblem())
        .hasValueSatisfying(p -> assertThat(p.reason()).isEqualTo("Lost"));
    assertThat(new Seen().pod("new", "{}").judge().fatalProblem())
        .hasValueSatisfying(p -> assertThat(p.reason()).isEqualTo("ClaimMissing"));
    assertThat(
            new Seen()
                .claim("Bound", "v", ",\"deletionTimestamp\":\"2024-01-01T00:00:00Z\"")
                .pod("new", "{}")
                .judge()
                .fatalProblem())
        .hasValueSatisfying(p -> assertThat(p.reason()).isEqualTo("ClaimDeleted"));
  }

  @Test
  void judge_saysNothingOfClaims_whenItMayNotSeeThem() {
    assertThat(new Seen().claimsUnseen().pod("new", "{}").judge().problems()).isEmpty();
  }

  @Test
  void judge_isFatal_onlyWhenAMountCannotEverWork() {
    Seen passing =
        new Seen()
            .boundClaim()
            .pod("new", "{}")
            .event("new-pod", "FailedMount", "MountVolume.SetUp failed: rpc error: timed out");
    assertThat(only(passing.judge()).fatal()).isFalse();
    Seen hopeless =
        new Seen()
            .boundClaim()
            .pod("new", "{}")
            .event("new-pod", "FailedMount", "NoSuchBucket: the bucket does not exist");
    assertThat(only(hopeless.judge(MOMENT)).fatal()).isTrue();
    Seen secret =
        new Seen()
            .boundClaim()
            .pod("new", "{}")
            .event("new-pod", "FailedMount", "secrets \"bert-oss\" not found");
    assertThat(only(secret.judge(MOMENT)).fatal()).isTrue();
  }

  @Test
  void judge_tellsTheProbesWords_whenTheContainerRunsAndDoesNotAnswer() {
    Seen seen =
        new Seen()
            .boundClaim()
            .pod(
                "new",
                "{\"containerStatuses\":[{\"name\":\"c\",\"image\":\"i\",\"ready\":false,"
                    + "\"state\":{\"running\":{}}}]}")
            .event("new-pod", "Unhealthy", "Readiness probe failed: 404");
    assertThat(only(seen.judge()))
        .satisfies(p -> assertThat(p.kind()).isEqualTo(Problem.Kind.NOT_READY))
        .satisfies(p -> assertThat(p.fatal()).isFalse())
        .satisfies(p -> assertThat(p.message()).contains("404"));
  }

  @Test
  void judge_putsWhatCannotHealFirst_whenThereIsMoreThanOne() {
    Seen seen =
        new Seen()
            .boundClaim()
            .waiting("InvalidImageName", "x", 0)
            .event("new-pod", "FailedMount", "timed out");
    assertThat(seen.judge().problems()).extracting(Problem::fatal).containsExactly(true, false);
  }
}
