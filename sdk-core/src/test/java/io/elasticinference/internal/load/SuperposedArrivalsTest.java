package io.elasticinference.internal.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.elasticinference.load.LoadProfile;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Random arrivals of several generators: each is a Poisson process, and so are all together. */
class SuperposedArrivalsTest {
  private static final int PODS = 8;

  private static long[] times(LoadProfile profile, int pod) {
    ArrivalSchedule schedule =
        new ArrivalSchedule(
            profile.phases(), profile.poissonSeed(), new Share(pod, PODS), Share.WHOLE);
    LongStream.Builder times = LongStream.builder();
    for (long time = schedule.next(); time != ArrivalSchedule.END; time = schedule.next()) {
      times.add(time);
    }
    return times.build().toArray();
  }

  private static List<long[]> each(LoadProfile profile) {
    return IntStream.range(0, PODS).mapToObj(pod -> times(profile, pod)).toList();
  }

  private static long[] together(List<long[]> each) {
    return each.stream().flatMapToLong(Arrays::stream).sorted().toArray();
  }

  private static double[] gaps(long[] times) {
    return IntStream.range(0, times.length)
        .mapToDouble(i -> (times[i] - (i == 0 ? 0 : times[i - 1])) / 1e9)
        .toArray();
  }

  @Test
  void arrivals_arePoisson_ofEachAndOfAllTogether() {
    for (long seed = 1; seed <= 20; seed++) {
      List<long[]> each =
          each(LoadProfile.constant(400).during(Duration.ofSeconds(50)).poisson(seed));
      long[] together = together(each);

      // 20,000 expected; four standard deviations of a Poisson number are 566.
      assertThat(together.length).isBetween(19_434, 20_566);
      assertThat(KolmogorovSmirnov.distance(gaps(together), x -> 1 - Math.exp(-400 * x)))
          .isLessThan(KolmogorovSmirnov.LIMIT);
      for (long[] own : each) {
        // 2,500 expected, 200 are four standard deviations.
        assertThat(own.length).isBetween(2_300, 2_700);
        assertThat(KolmogorovSmirnov.distance(gaps(own), x -> 1 - Math.exp(-50 * x)))
            .isLessThan(KolmogorovSmirnov.LIMIT);
      }
    }
  }

  @Test
  void arrivals_arePoissonStill_whenOneGeneratorIsLost() {
    for (long seed = 1; seed <= 20; seed++) {
      List<long[]> each =
          each(LoadProfile.constant(400).during(Duration.ofSeconds(50)).poisson(seed));

      assertThat(
              KolmogorovSmirnov.distance(
                  gaps(together(each.subList(1, PODS))), x -> 1 - Math.exp(-350 * x)))
          .isLessThan(KolmogorovSmirnov.LIMIT);
    }
  }

  @Test
  void arrivals_followTheRate_whenItRamps() {
    for (long seed = 1; seed <= 20; seed++) {
      long[] together =
          together(each(LoadProfile.ramp(10, 90).during(Duration.ofSeconds(200)).poisson(seed)));

      assertThat(together.length).isBetween(9_600, 10_400);
      assertThat(
              KolmogorovSmirnov.distance(
                  Arrays.stream(together).mapToDouble(t -> t / 1e9).toArray(),
                  t -> (10 * t + 0.2 * t * t) / 10_000))
          .isLessThan(KolmogorovSmirnov.LIMIT);
    }
  }

  /** Counts in the same second are unrelated, so that their variances add up as Poisson's do. */
  @Test
  void arrivals_areIndependent_ofOneAnother() {
    List<long[]> each =
        each(LoadProfile.constant(400).during(Duration.ofSeconds(1_000)).poisson(7));

    for (int a = 0; a < PODS; a++) {
      for (int b = 0; b < a; b++) {
        // Of 1,000 seconds; 0.13 is four standard deviations of what chance gives.
        assertThat(correlation(perSecond(each.get(a)), perSecond(each.get(b))))
            .as("pods %d and %d", a, b)
            .isCloseTo(0, within(0.13));
      }
    }
    double[] all = perSecond(together(each));
    double mean = Arrays.stream(all).average().orElseThrow();
    double variance = Arrays.stream(all).map(n -> (n - mean) * (n - mean)).average().orElseThrow();
    assertThat(variance / mean).as("1 for a Poisson process").isCloseTo(1, within(0.18));
  }

  private static double[] perSecond(long[] times) {
    double[] counts = new double[1_000];
    for (long time : times) {
      counts[(int) (time / 1_000_000_000L)]++;
    }
    return counts;
  }

  private static double correlation(double[] a, double[] b) {
    double meanA = Arrays.stream(a).average().orElseThrow();
    double meanB = Arrays.stream(b).average().orElseThrow();
    double product = 0;
    double squareA = 0;
    double squareB = 0;
    for (int i = 0; i < a.length; i++) {
      product += (a[i] - meanA) * (b[i] - meanB);
      squareA += (a[i] - meanA) * (a[i] - meanA);
      squareB += (b[i] - meanB) * (b[i] - meanB);
    }
    return product / Math.sqrt(squareA * squareB);
  }
}
