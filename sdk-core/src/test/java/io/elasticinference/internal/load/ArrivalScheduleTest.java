package io.elasticinference.internal.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.elasticinference.load.LoadPhase;
import io.elasticinference.load.LoadProfile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ArrivalScheduleTest {
  private static long[] times(LoadProfile profile, int shard, int shards) {
    ArrivalSchedule schedule =
        new ArrivalSchedule(profile.phases(), profile.poissonSeed(), shard, shards);
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

  /**
   * The Kolmogorov-Smirnov distance of values from a distribution, times the root of their number.
   */
  private static double kolmogorovSmirnov(double[] values, DoubleUnaryOperator cdf) {
    Arrays.sort(values);
    double distance = 0;
    for (int i = 0; i < values.length; i++) {
      double p = cdf.applyAsDouble(values[i]);
      distance =
          Math.max(
              distance, Math.max(p - (double) i / values.length, (i + 1.0) / values.length - p));
    }
    return distance * Math.sqrt(values.length);
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
      // 1.95 is passed by chance once in a thousand; the seeds are fixed, so this cannot flicker.
      assertThat(kolmogorovSmirnov(gaps, x -> 1 - Math.exp(-50 * x))).isLessThan(1.95);
    }
  }

  @Test
  void next_isPoisson_whenTheRateRamps() {
    for (long seed = 1; seed <= 20; seed++) {
      long[] times = times(LoadProfile.ramp(10, 90).during(Duration.ofSeconds(200)).poisson(seed));
      double[] shares = Arrays.stream(times).mapToDouble(t -> t / 1e9).toArray();
      // Given their number, arrivals are independent with the density of the rate.
      assertThat(kolmogorovSmirnov(shares, t -> (10 * t + 0.2 * t * t) / 10_000)).isLessThan(1.95);
    }
  }

  @Test
  void next_isOver_whenNothingIsAskedFor() {
    ArrivalSchedule schedule =
        new ArrivalSchedule(
            List.of(new LoadPhase.Constant(0.001, Duration.ofMillis(1))), OptionalLong.of(1), 0, 1);
    assertThat(schedule.next()).isEqualTo(ArrivalSchedule.END);
  }
}
