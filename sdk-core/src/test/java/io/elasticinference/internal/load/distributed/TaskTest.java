package io.elasticinference.internal.load.distributed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elasticinference.load.LoadPhase;
import io.elasticinference.load.LoadProfile;
import io.elasticinference.load.LoadRequest;
import io.elasticinference.load.LoadTarget;
import io.elasticinference.load.ReplayPhase;
import io.elasticinference.load.RequestBodies;
import io.elasticinference.scaling.TrafficTrace;
import io.elasticinference.spi.PodJob;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TaskTest {
  private static final LoadTarget TARGET =
      LoadTarget.of(URI.create("http://[::1]:81/v1/models/m:predict?x=1"))
          .hostHeader("test.example.com");

  private static WorkerTask carried(LoadProfile profile) {
    return WorkerTask.of(
        new WorkerTask(TARGET, profile, 5, Duration.ofSeconds(77), List.of()).parts());
  }

  private static LoadProfile through(LoadProfile profile) {
    return carried(profile).profile();
  }

  @Test
  void parts_carryATrace_withEveryMoment() {
    for (int seed = 0; seed < 20; seed++) {
      TrafficTrace trace =
          TrafficTrace.poisson(20 + seed, Duration.ofSeconds(30 + seed), seed)
              .repeatedFor(Duration.ofSeconds(41));
      LoadProfile profile = LoadProfile.replay(trace).speed(10.0 / 3).times(0.7);

      LoadPhase phase = through(profile).phases().get(0);

      assertThat(phase).isInstanceOf(ReplayPhase.class);
      ReplayPhase replay = (ReplayPhase) phase;
      assertThat(replay.speed()).isEqualTo(10.0 / 3);
      assertThat(replay.factor()).isEqualTo(0.7);
      assertThat(replay.trace().duration()).isEqualTo(trace.duration());
      assertThat(moments(replay.trace())).isEqualTo(moments(trace));
    }
  }

  private static long[] moments(TrafficTrace trace) {
    return IntStream.range(0, trace.requests()).mapToLong(trace::arrivalNanos).toArray();
  }

  @Test
  void parts_carryBodiesOfAnyKind() {
    byte[] bytes = new byte[100_000];
    new Random(1).nextBytes(bytes);
    LoadRequest binary = LoadRequest.post(bytes);
    List<String> jsons = IntStream.range(0, 500).mapToObj(i -> "[" + i + ", \"ü\"]").toList();
    LoadRequest many = LoadRequest.post(RequestBodies.of(jsons));

    assertThat(through(LoadProfile.constant(1).request(binary)).request().orElseThrow())
        .usingRecursiveComparison()
        .isEqualTo(binary);
    assertThat(through(LoadProfile.constant(1).request(many)).request().orElseThrow())
        .usingRecursiveComparison()
        .isEqualTo(many);
    assertThat(through(LoadProfile.constant(1).request(LoadRequest.get())).request())
        .get()
        .usingRecursiveComparison()
        .isEqualTo(LoadRequest.get());
    assertThat(through(LoadProfile.constant(1)).request()).isEmpty();
  }

  @Test
  void parts_areSplit_whenTheyAreLarge_andRefusedWhenTooLarge() {
    byte[] bytes = new byte[2_000_000];
    new Random(1).nextBytes(bytes);
    LoadProfile large = LoadProfile.constant(1).request(LoadRequest.post(bytes));
    List<byte[]> parts = new WorkerTask(TARGET, large, 2, Duration.ofSeconds(1), List.of()).parts();

    assertThat(parts).hasSizeGreaterThan(2).allMatch(part -> part.length <= PodJob.PART_BYTES);
    assertThat(WorkerTask.of(parts).profile().request().orElseThrow().bodies().get(0))
        .isEqualTo(bytes);

    byte[] huge = new byte[20_000_000];
    new Random(1).nextBytes(huge);
    WorkerTask refused =
        new WorkerTask(
            TARGET,
            LoadProfile.constant(1).request(LoadRequest.post(huge)),
            2,
            Duration.ofSeconds(1),
            List.of());
    assertThatThrownBy(refused::parts)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("request bodies and traces: ");
  }

  @Test
  void jar_holdsAllThatAWorkerNeeds_andFitsIntoAConfigMap() throws Exception {
    byte[] jar = WorkerProgram.jar();
    List<String> names = new ArrayList<>();
    try (JarInputStream in = new JarInputStream(new ByteArrayInputStream(jar))) {
      for (JarEntry e = in.getNextJarEntry(); e != null; e = in.getNextJarEntry()) {
        names.add(e.getName());
      }
    }

    assertThat(jar.length).isLessThan(900_000);
    assertThat(WorkerProgram.jar()).isEqualTo(jar);
    assertThat(names)
        .contains(
            WorkerMain.class.getName().replace('.', '/') + ".class",
            "org/HdrHistogram/Histogram.class",
            "org/slf4j/LoggerFactory.class");
    assertThat(new String(jar, StandardCharsets.ISO_8859_1)).doesNotContain("InferenceService");
  }
}
