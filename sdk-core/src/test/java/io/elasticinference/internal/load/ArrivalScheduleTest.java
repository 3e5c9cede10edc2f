package io.elasticinference.internal.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.elasticinference.load.ConstantPhase;
import io.elasticinference.load.LoadProfile;
import io.elasticinference.scaling.TrafficTrace;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ArrivalScheduleTest {
  private static long[] times(LoadProfile profile, int shard, int shards) {
    ArrivalSchedule schedule =
        new ArrivalSchedule(
            profile.phases(), profile.poissonSeed(), Share.WHOLE, new Share(shard, shards));
    LongStream.Builder times = LongStream.builder();
    for (long time = schedule.next(); time != ArrivalSchedule.END; time = schedule.next()) {
      times.add(time);
    }
    assertThat(schedule.next()).isEqualTo(ArrivalSchedule.END);
    return times.build().toArray();
  }

  private static long[] times(LoadProfile profile) {
    return times(profile, 0, 1);
  }

  @Test
  void next_isEvenlySpaced_whenTheRateIsConstant() {
    long[] times = times(LoadProfile.constant(35).during(Duration.ofSeconds(40)));

    assertThat(times).hasSize(1400);
    for (int i = 0; i < times.length; i++) {
      assertThat(times[i]).isEqualTo(Math.round(i / 35.0 * 1e9));
    }
  }

  @Test
  void next_countsExactly_whateverTheRounding() {
    for (int rate = 1; rate <= 200; rate++) {
      for (int tenths = 1; tenths <= 30; tenths++) {
        long[] times =
            times(LoadProfile.constant(rate / 10.0).during(Duration.ofMillis(tenths * 100L)));
        // Arrivals at 0, 1/r, 2/r, ... before the end: ceil(rate * time) of them.
        assertThat(times).hasSize((rate * tenths + 99) / 100);
      }
    }
  }

  @Test
  void next_followsTheLine_whenTheRateRamps() {
    long[] times = times(LoadProfile.ramp(10, 90).during(Duration.ofSeconds(100)));

    assertThat(times).hasSize(5000);
    for (int i = 0; i < times.length; i++) {
      double t = times[i] / 1e9;
      assertThat(10 * t + 80.0 / 200 * t * t).isCloseTo(i, within(1e-4));
    }
    assertThat(times(LoadProfile.ramp(0, 20).during(Duration.ofSeconds(10)))).hasSize(100);
    assertThat(times(LoadProfile.ramp(20, 0).during(Duration.ofSeconds(10)))).hasSize(100);
  }

  @Test
  void next_goesOnWithTheNextPhase_whenOneIsOver() {
    long[] times =
        times(
            LoadProfile.constant(10)
                .during(Duration.ofSeconds(1))
                .then(LoadProfile.constant(100).during(Duration.ofSeconds(1))));

    assertThat(times).hasSize(110);
    assertThat(times[9]).isEqualTo(900_000_000L);
    assertThat(times[10]).isEqualTo(1_000_000_000L);
    assertThat(times[11]).isEqualTo(1_010_000_000L);
  }

  @Test
  void next_isTheWholeSchedule_whenShardsArePutTogether() {
    LoadProfile profile =
        LoadProfile.ramp(5, 50)
            .during(Duration.ofSeconds(7))
            .then(LoadProfile.constant(33).during(Duration.ofSeconds(3)))
            .poisson(4);
    List<Long> together = new ArrayList<>();
    for (int shard = 0; shard < 3; shard++) {
      Arrays.stream(times(profile, shard, 3)).forEach(together::add);
    }
    assertThat(together.stream().sorted().mapToLong(Long::longValue).toArray())
        .isEqualTo(times(profile));
  }

  @Test
  void next_isTheSameOnEveryMachine_whenTheSeedIs() {
    long[] times = times(LoadProfile.constant(100).during(Duration.ofSeconds(10)).poisson(42));

    // Of seed 42, from the specification of java.util.Random: -ln(1 - 0.7275636800328681) / 100 s.
    assertThat(times[0]).isEqualTo(Math.round(-Math.log(1 - 0.7275636800328681) / 100 * 1e9));
    assertThat(times)
        .isEqualTo(times(LoadProfile.constant(100).during(Duration.ofSeconds(10)).poisson(42)));
    assertThat(times)
        .isNotEqualTo(times(LoadProfile.constant(100).during(Duration.ofSeconds(10)).poisson(43)));
  }

  @Test
  void next_isPoisson_whenTheRateIsConstant() {
    for (long seed = 1; seed <= 20; seed++) {
      long[] times = times(LoadProfile.constant(50).during(Duration.ofSeconds(200)).poisson(seed));
      double[] gaps = new double[times.length];
      for (int i = 0; i < times.length; i++) {
        gaps[i] = (times[i] - (i == 0 ? 0 : times[i - 1])) / 1e9;
      }
      // 10,000 expected; four standard deviations of a Poisson number are 400.
      assertThat(times.length).isBetween(9_600, 10_400);
      assertThat(KolmogorovSmirnov.distance(gaps, x -> 1 - Math.exp(-50 * x)))
          .isLessThan(KolmogorovSmirnov.LIMIT);
    }
  }

  @Test
  void next_isPoisson_whenTheRateRamps() {
    for (long seed = 1; seed <= 20; seed++) {
      long[] times = times(LoadProfile.ramp(10, 90).during(Duration.ofSeconds(200)).poisson(seed));
      double[] shares = Arrays.stream(times).mapToDouble(t -> t / 1e9).toArray();
      // Given their number, arrivals are independent with the density of the rate.
      assertThat(KolmogorovSmirnov.distance(shares, t -> (10 * t + 0.2 * t * t) / 10_000))
          .isLessThan(KolmogorovSmirnov.LIMIT);
    }
  }

  @Test
  void next_holdsEachRate_whenTheRateClimbsInSteps() {
    long[] times = times(LoadProfile.steps(0, 40, 5).during(Duration.ofSeconds(10)));

    // 0, 10, 20, 30 and 40 a second for 2 s each.
    assertThat(perSecond(times, 10)).containsExactly(0, 0, 10, 10, 20, 20, 30, 30, 40, 40);
    assertThat(times[0]).isEqualTo(2_000_000_000L);
    assertThat(perSecond(times(LoadProfile.steps(3, 0, 2).during(Duration.ofSeconds(4))), 4))
        .containsExactly(3, 3, 0, 0);
  }

  @Test
  void next_goesOnWithSteps_whateverTheRoundingOfThePhaseBefore() {
    for (int rate = 1; rate <= 200; rate++) {
      for (int tenths = 1; tenths <= 30; tenths++) {
        long[] times =
            times(
                LoadProfile.constant(rate / 10.0)
                    .during(Duration.ofMillis(tenths * 100L))
                    .then(LoadProfile.steps(10, 30, 3).during(Duration.ofSeconds(3))));
        assertThat(times).isSorted();
        assertThat((double) times.length).isCloseTo(rate * tenths / 100.0 + 60, within(1.0));
      }
    }
  }

  @Test
  void next_jumpsUpForAFifth_whenTheRateSpikes() {
    long[] times = times(LoadProfile.spike(2, 50).during(Duration.ofSeconds(10)));

    assertThat(perSecond(times, 10)).containsExactly(2, 2, 2, 2, 50, 50, 2, 2, 2, 2);
  }

  @Test
  void next_followsTheSine_andNewtonNeverLosesTheWay() {
    for (double low : new double[] {0, 1, 20, 59.999, 60}) {
      LoadProfile profile =
          LoadProfile.sine(low, 60, Duration.ofSeconds(24)).during(Duration.ofSeconds(60));
      long[] times = times(profile);

      double mid = (low + 60) / 2;
      double w = 2 * Math.PI / 24;
      for (int i = 0; i < times.length; i++) {
        double t = times[i] / 1e9;
        assertThat(mid * t - (60 - low) / 2 * Math.sin(w * t) / w).isCloseTo(i, within(1e-6));
      }
      assertThat(times).isSorted();
      assertThat((double) times.length)
          .isCloseTo(profile.phases().get(0).expectedRequests(), within(1.0));
    }
  }

  @Test
  void next_isTheTracesOwnTime_whenATraceIsReplayed() {
    TrafficTrace trace =
        TrafficTrace.ofTimestamps(
            Stream.of(0L, 250L, 250L, 1_000L, 3_100L).map(Instant::ofEpochMilli).toList());
    LoadProfile replay = LoadProfile.replay(trace);

    assertThat(replay.duration()).isEqualTo(Duration.ofSeconds(4));
    assertThat(millis(replay)).containsExactly(0, 250, 250, 1000, 3100);
    assertThat(millis(replay.speed(10))).containsExactly(0, 25, 25, 100, 310);
    assertThat(replay.speed(10).duration()).isEqualTo(Duration.ofMillis(400));
    assertThat(millis(replay.times(2)))
        .containsExactly(0, 125, 250, 250, 250, 625, 1000, 2050, 3100, 3550);
    assertThat(millis(replay.times(0.5))).containsExactly(0, 250, 3100);
    assertThat(millis(replay.during(Duration.ofSeconds(2)))).containsExactly(0, 250, 250, 1000);
    assertThat(millis(replay.speed(2).during(Duration.ofSeconds(3))))
        .containsExactly(0, 125, 125, 500, 1550, 2000, 2125, 2125, 2500);
    assertThat(replay.phases().get(0).peakRate()).isEqualTo(3);
    assertThat(replay.speed(2).times(3).phases().get(0).peakRate()).isEqualTo(4 * 3);
  }

  @Test
  void next_isTheWholeTrace_whenARealOneIsReplayedByManyWorkers() {
    TrafficTrace trace =
        TrafficTrace.readTimestamps(
            Path.of("src/test/resources/traces/AzureLLMInferenceTrace_code.csv.gz"));
    LoadProfile replay = LoadProfile.replay(trace).speed(60);
    List<Long> together = new ArrayList<>();
    for (int shard = 0; shard < 3; shard++) {
      Arrays.stream(times(replay, shard, 3)).forEach(together::add);
    }
    assertThat(together).hasSize(8_819);
    Collections.sort(together);
    for (int i = 0; i < 8_819; i++) {
      assertThat(together.get(i)).isCloseTo(trace.arrivalNanos(i) / 60, within(1L));
    }
  }

  private static long[] millis(LoadProfile profile) {
    return Arrays.stream(times(profile)).map(t -> Math.round(t / 1e6)).toArray();
  }

  private static int[] perSecond(long[] times, int seconds) {
    int[] counts = new int[seconds];
    for (long time : times) {
      counts[(int) (time / 1_000_000_000L)]++;
    }
    return counts;
  }

  @Test
  void next_isOver_whenNothingIsAskedFor() {
    ArrivalSchedule schedule =
        new ArrivalSchedule(
            List.of(new ConstantPhase(0.001, Duration.ofMillis(1))),
            OptionalLong.of(1),
            Share.WHOLE,
            Share.WHOLE);
    assertThat(schedule.next()).isEqualTo(ArrivalSchedule.END);
  }
}
