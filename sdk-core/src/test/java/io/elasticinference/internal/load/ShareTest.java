package io.elasticinference.internal.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elasticinference.load.ConnectionsPhase;
import io.elasticinference.load.LoadLimits;
import io.elasticinference.load.LoadProfile;
import io.elasticinference.scaling.TrafficTrace;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ShareTest {
  private static LongStream times(LoadProfile profile, Share share) {
    ArrivalSchedule schedule = new ArrivalSchedule(profile.phases(), profile.poissonSeed(), share);
    LongStream.Builder times = LongStream.builder();
    for (long time = schedule.next(); time != ArrivalSchedule.END; time = schedule.next()) {
      times.add(time);
    }
    return times.build();
  }

  private static LoadProfile random(Random random) {
    Duration duration = Duration.ofMillis(500 + random.nextInt(4000));
    LoadProfile phase =
        switch (random.nextInt(6)) {
          case 0 -> LoadProfile.constant(1 + random.nextInt(200)).during(duration);
          case 1 -> LoadProfile.ramp(random.nextInt(50), 1 + random.nextInt(90)).during(duration);
          case 2 -> LoadProfile.steps(random.nextInt(9), 100, 2 + random.nextInt(6));
          case 3 -> LoadProfile.spike(random.nextInt(9), 100).during(duration);
          case 4 -> LoadProfile.sine(0, 80, Duration.ofSeconds(2)).during(duration);
          default ->
              LoadProfile.replay(TrafficTrace.poisson(70, duration, random.nextLong()))
                  .times(0.5 + random.nextDouble());
        };
    return random.nextBoolean() ? phase.poisson(random.nextLong()) : phase;
  }

  @Test
  void within_isTheUndividedSchedule_whenAllSharesAreTakenTogether() {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      LoadProfile profile = random(random).then(random(random));
      int pods = 1 + random.nextInt(9);
      LongStream.Builder together = LongStream.builder();
      for (int pod = 0; pod < pods; pod++) {
        // Machines differ, and so do the threads that they give to it.
        int threads = 1 + random.nextInt(4);
        for (int thread = 0; thread < threads; thread++) {
          times(profile, new Share(pod, pods).within(thread, threads)).forEach(together::add);
        }
      }

      long[] sorted = together.build().sorted().toArray();

      assertThat(sorted)
          .as("seed %d, %s from %d pods", seed, profile, pods)
          .isEqualTo(times(profile, Share.WHOLE).toArray());
    }
  }

  @Test
  void of_dividesEverything_soThatAllPartsAddUpToIt() {
    LoadProfile whole = LoadProfile.connections(50).limits(new LoadLimits(61, 1_003, 700, 123_457));

    List<LoadProfile> parts =
        IntStream.range(0, 7).mapToObj(i -> new Share(i, 7).of(whole)).toList();

    assertThat(parts.stream().mapToInt(p -> p.limits().maxConnections()).sum()).isEqualTo(61);
    assertThat(parts.stream().mapToInt(p -> p.limits().maxInFlight()).sum()).isEqualTo(1_003);
    assertThat(parts.stream().mapToLong(p -> p.limits().maxRequests()).sum()).isEqualTo(123_457);
    assertThat(parts.stream().mapToDouble(p -> p.limits().maxRate()).sum())
        .isBetween(699.999, 700.001);
    assertThat(
            parts.stream()
                .flatMap(p -> p.phases().stream())
                .mapToInt(phase -> ((ConnectionsPhase) phase).count())
                .toArray())
        .satisfies(counts -> assertThat(Arrays.stream(counts).sum()).isEqualTo(50))
        .satisfies(counts -> assertThat(Arrays.stream(counts).min().orElse(0)).isEqualTo(7));
  }

  @Test
  void check_refusesMoreWorkersThanThereIsToShare() {
    assertThatThrownBy(() -> Share.check(LoadProfile.connections(3), 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("connections: 3 (expected: at least one for each of 4 workers)");
    assertThatThrownBy(() -> LoadProfile.constant(5).maxConnections(2).distributed(3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("maxConnections: 2");
    assertThatThrownBy(() -> LoadProfile.constant(5_000).distributed(3))
        .as("the limits are the whole's")
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("maxRate(5000.0) allows it");
  }
}
