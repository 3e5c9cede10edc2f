package io.elasticinference.internal.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elasticinference.load.BodyTemplate;
import io.elasticinference.load.ConnectionsPhase;
import io.elasticinference.load.LoadLimits;
import io.elasticinference.load.LoadProfile;
import io.elasticinference.load.LoadRequest;
import io.elasticinference.load.RequestBodies;
import io.elasticinference.scaling.TrafficTrace;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ShareTest {
  private static LongStream times(LoadProfile profile, Share generator, Share thread) {
    ArrivalSchedule schedule =
        new ArrivalSchedule(profile.phases(), profile.poissonSeed(), generator, thread);
    LongStream.Builder times = LongStream.builder();
    for (long time = schedule.next(); time != ArrivalSchedule.END; time = schedule.next()) {
      times.add(time);
    }
    return times.build();
  }

  private static LoadProfile even(Random random) {
    Duration duration = Duration.ofMillis(500 + random.nextInt(4000));
    return switch (random.nextInt(6)) {
      case 0 -> LoadProfile.constant(1 + random.nextInt(200)).during(duration);
      case 1 -> LoadProfile.ramp(random.nextInt(50), 1 + random.nextInt(90)).during(duration);
      case 2 -> LoadProfile.steps(random.nextInt(9), 100, 2 + random.nextInt(6));
      case 3 -> LoadProfile.spike(random.nextInt(9), 100).during(duration);
      case 4 -> LoadProfile.sine(0, 80, Duration.ofSeconds(2)).during(duration);
      default ->
          LoadProfile.replay(TrafficTrace.poisson(70, duration, random.nextLong()))
              .times(0.5 + random.nextDouble());
    };
  }

  @Test
  void within_isTheUndividedSchedule_whenAllSharesAreTakenTogether() {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      LoadProfile profile = even(random).then(even(random));
      int pods = 1 + random.nextInt(9);
      LongStream.Builder together = LongStream.builder();
      for (int pod = 0; pod < pods; pod++) {
        // Machines differ, and so do the threads that they give to it.
        int threads = 1 + random.nextInt(4);
        for (int thread = 0; thread < threads; thread++) {
          times(profile, new Share(pod, pods), new Share(thread, threads)).forEach(together::add);
        }
      }

      long[] sorted = together.build().sorted().toArray();

      assertThat(sorted)
          .as("seed %d, %s from %d pods", seed, profile, pods)
          .isEqualTo(times(profile, Share.WHOLE, Share.WHOLE).toArray());
    }
  }

  @Test
  void within_isTheGeneratorsOwnSchedule_whenThreadsShareRandomArrivals() {
    for (int seed = 0; seed < 50; seed++) {
      Random random = new Random(seed);
      LoadProfile profile = even(random).then(even(random)).poisson(seed);
      Share pod = new Share(random.nextInt(5), 5);
      int threads = 1 + random.nextInt(4);

      long[] together =
          IntStream.range(0, threads)
              .boxed()
              .flatMapToLong(thread -> times(profile, pod, new Share(thread, threads)))
              .sorted()
              .toArray();

      assertThat(together)
          .as("seed %d, %s, %s", seed, profile, pod)
          .isEqualTo(times(profile, pod, Share.WHOLE).toArray());
    }
  }

  @Test
  void seed_isEachOnesOwn_andTheLoadsWhereThereIsOneOnly() {
    List<Long> seeds =
        LongStream.range(-20, 20)
            .boxed()
            .flatMap(seed -> IntStream.range(0, 200).mapToObj(i -> new Share(i, 200).seed(seed)))
            .toList();

    assertThat(seeds).doesNotHaveDuplicates();
    assertThat(new Share(2, 5).seed(42)).isEqualTo(new Share(2, 5).seed(42));
    assertThat(Share.WHOLE.seed(42)).isEqualTo(42);
  }

  @Test
  void first_isFarFromWhereTheOthersBegin() {
    assertThat(IntStream.range(0, 4).map(i -> new Share(i, 4).first(100)))
        .containsExactly(0, 25, 50, 75);
    assertThat(IntStream.range(0, 4).map(i -> new Share(i, 4).first(3)))
        .containsExactly(0, 0, 1, 2);
    assertThat(new Share(199, 200).first(1_000_000_000)).isEqualTo(995_000_000);
  }

  @Test
  void of_makesOwnBodiesOfATemplate_andLeavesGivenOnesAlone() {
    BodyTemplate template = BodyTemplate.of("[${n}]").wholes("n", 4, 0, 1_000_000);
    LoadRequest made = LoadRequest.post(template.bodies(50)).header("X", "y").expectJson("a");
    LoadRequest given = LoadRequest.post(RequestBodies.of(List.of("[1]", "[2]")));

    List<String> all =
        IntStream.range(0, 3)
            .boxed()
            .flatMap(i -> bodies(new Share(i, 3).of(LoadProfile.constant(9).request(made))))
            .toList();

    assertThat(all).hasSize(150).doesNotHaveDuplicates();
    LoadRequest second =
        new Share(1, 3).of(LoadProfile.constant(9).request(made)).request().orElseThrow();
    assertThat(second.headers()).isEqualTo(made.headers());
    assertThat(second.expectation()).isEqualTo(made.expectation());
    assertThat(bodies(Share.WHOLE.of(LoadProfile.constant(9).request(made))))
        .containsExactlyElementsOf(bodies(LoadProfile.constant(9).request(made)).toList());
    assertThat(bodies(new Share(1, 3).of(LoadProfile.constant(9).request(given))))
        .containsExactly("[1]", "[2]");
  }

  private static Stream<String> bodies(LoadProfile profile) {
    return profile.request().orElseThrow().bodies().stream().map(body -> new String(body, UTF_8));
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
