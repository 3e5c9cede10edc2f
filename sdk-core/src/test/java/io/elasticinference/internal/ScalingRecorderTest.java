package io.elasticinference.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.elasticinference.ScalingReading;
import io.elasticinference.ScalingStatus;
import io.elasticinference.ServiceStatus;
import io.elasticinference.load.Timeline;
import io.elasticinference.load.TimelineSeries;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ScalingRecorderTest {

  private final Timeline timeline = new Timeline();
  private final ScalingRecorder recorder =
      new ScalingRecorder(timeline, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));

  private static ServiceStatus status(int desired, int answering, @Nullable ScalingStatus scaling) {
    return new ServiceStatus(
        "default", "bert", "v1", true, false, desired, 0, 0, answering, answering, scaling,
        List.of());
  }

  private static ScalingStatus scaling(int current, @Nullable Double seen) {
    return new ScalingStatus(
        1, 10, current, 4, List.of(new ScalingReading("qps", true, 10, seen)), "");
  }

  private List<Double> values(String name) {
    return timeline.series().stream()
        .filter(series -> series.name().equals(name))
        .flatMap(series -> series.points().stream())
        .map(TimelineSeries.Point::value)
        .toList();
  }

  @Test
  void saw_recordsWhoAnswers_whileANewGenerationIsNotSeenYet() {
    recorder.saw(status(4, 1, scaling(1, null)));

    assertThat(values("ready")).containsExactly(1.0);
    assertThat(values("wanted")).containsExactly(4.0);
    assertThat(values("as the autoscaler sees it")).isEmpty();
  }

  @Test
  void saw_multipliesByTheReplicasThatTheAverageWasTakenOver_notByThoseOfNow() {
    recorder.saw(status(4, 4, scaling(2, 17.5)));

    assertThat(values("as the autoscaler sees it")).containsExactly(35.0);
  }

  @Test
  void saw_marksEachChangeOfTheWish_always() {
    recorder.saw(status(1, 1, null));
    recorder.saw(status(4, 1, null));
    recorder.saw(status(4, 4, null));
    recorder.saw(status(1, 4, null));

    assertThat(timeline.marks())
        .extracting("kind", "text")
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("scale-out", "1 → 4"),
            org.assertj.core.groups.Tuple.tuple("scale-in", "4 → 1"));
  }
}
