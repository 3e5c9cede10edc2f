package io.elasticinference.internal.load.distributed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elasticinference.internal.load.Share;
import io.elasticinference.load.BodyTemplate;
import io.elasticinference.load.BodyValue;
import io.elasticinference.load.ConnectionsPhase;
import io.elasticinference.load.ConstantPhase;
import io.elasticinference.load.LoadLimits;
import io.elasticinference.load.LoadPhase;
import io.elasticinference.load.LoadProfile;
import io.elasticinference.load.LoadRequest;
import io.elasticinference.load.LoadTarget;
import io.elasticinference.load.RampPhase;
import io.elasticinference.load.ReplayPhase;
import io.elasticinference.load.ReplyExpectation;
import io.elasticinference.load.RequestBodies;
import io.elasticinference.load.SinePhase;
import io.elasticinference.load.SpikePhase;
import io.elasticinference.load.StepsPhase;
import io.elasticinference.load.StopCondition;
import io.elasticinference.scaling.TrafficTrace;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever a profile may say is carried to the workers. These tests look at the classes themselves,
 * so that they fail when a kind of phase, or a field, is added that nobody taught the codecs.
 */
class CompletenessTest {
  private static final LoadTarget PLAIN = LoadTarget.of(URI.create("http://localhost/"));
  private static final LoadTarget TARGET =
      LoadTarget.of(URI.create("https://[::1]:81/v1/models/m:predict?x=1"))
          .hostHeader("test.example.com:444");
  private static final double ODD = 1.0 / 3;
  private static final Duration TIME = Duration.ofNanos(77_000_000_001L);

  /** One of each kind. Every component differs from every other, so that none is taken for it. */
  private static final List<LoadPhase> PHASES =
      List.of(
          new ConstantPhase(ODD, TIME),
          new RampPhase(ODD, 80 * ODD, TIME),
          new StepsPhase(2 * ODD, 7 * ODD, 17, TIME),
          new SpikePhase(ODD, 7 * ODD, TIME),
          new SinePhase(ODD, 7 * ODD, Duration.ofNanos(33_000_000_009L), TIME),
          new ReplayPhase(TrafficTrace.poisson(20, Duration.ofSeconds(9), 4), 10 * ODD, 0.7),
          new ConnectionsPhase(19, TIME));

  private static final List<BodyValue> VALUES =
      List.of(
          new BodyValue.Texts(List.of("a \"b\" \\u0000 \u0000 < \u2028 \ud83d\ude00", "")),
          new BodyValue.Whole(Long.MIN_VALUE, Long.MAX_VALUE - 1),
          new BodyValue.Wholes(3, -1_000_000_000_000_000_001L, 5),
          new BodyValue.Decimals(4, -ODD, ODD));

  private static final LoadRequest REQUEST =
      LoadRequest.post(RequestBodies.of(List.of("[1]", "[2]", "[\"\u00fc\"]")))
          .path("/v1/models/m:predict?q=%20")
          .contentType("application/json; charset=utf-8")
          .header("Authorization", "Bearer \u00e9\t\"quoted\" \\ secret")
          .header("X-Second", "")
          .timeout(Duration.ofNanos(1_501_000_007))
          .keepAlive(false)
          .expectStatus(201)
          .expectBody("\"predictions\"\n")
          .expectJson("predictions[0].score");

  private static final LoadProfile FULL =
      LoadProfile.of(PHASES.subList(0, 6))
          .limits(new LoadLimits(9, 99, 1e4 * ODD, Long.MAX_VALUE))
          .poisson(Long.MIN_VALUE + 1)
          .stopWhen()
          .request(REQUEST);

  private static WorkerTask carried(LoadTarget target, LoadProfile profile) {
    return WorkerTask.of(
        new WorkerTask(target, profile, 5, Duration.ofSeconds(77), List.of()).parts());
  }

  private static LoadProfile through(LoadProfile profile) {
    return carried(TARGET, profile).profile();
  }

  private static List<Class<?>> kinds(Class<?> sealed) {
    return Arrays.asList(sealed.getPermittedSubclasses());
  }

  @Test
  void examples_areOneOfEachKind() {
    assertThat(PHASES)
        .as("a kind of phase was added: teach PhaseCodec, and give an example here")
        .extracting(Object::getClass)
        .containsExactlyInAnyOrderElementsOf(kinds(LoadPhase.class));
    assertThat(VALUES)
        .as("a kind of body value was added: teach BodiesCodec, and give an example here")
        .extracting(Object::getClass)
        .containsExactlyInAnyOrderElementsOf(kinds(BodyValue.class));
  }

  static Stream<LoadPhase> phases() {
    return PHASES.stream();
  }

  @ParameterizedTest
  @MethodSource("phases")
  void phase_isCarried_toTheLastBit(LoadPhase phase) {
    LoadPhase read = through(LoadProfile.of(List.of(phase))).phases().get(0);

    assertThat(read).usingRecursiveComparison().isEqualTo(phase);
  }

  static Stream<BodyValue> values() {
    return VALUES.stream();
  }

  @ParameterizedTest
  @MethodSource("values")
  void template_isCarried_andMakesTheSameBodies(BodyValue value) {
    BodyTemplate template =
        BodyTemplate.of("{\"a\": ${a}}").value("a", value).seed(Long.MAX_VALUE - 1);
    LoadRequest request = LoadRequest.post(template.bodies(20)).expectJson("a");

    LoadRequest read = through(LoadProfile.constant(1).request(request)).request().orElseThrow();

    assertThat(read).usingRecursiveComparison().isEqualTo(request);
    assertThat(read.template().orElseThrow().values()).containsEntry("a", value);
  }

  /** The fields of an object, which each differ from those of a plain one. */
  private static void assertSetsEveryField(Object full, Object plain) {
    List<String> unset = new ArrayList<>();
    for (Field field : full.getClass().getDeclaredFields()) {
      if (!Modifier.isStatic(field.getModifiers())) {
        field.setAccessible(true);
        try {
          if (Objects.deepEquals(field.get(full), field.get(plain))) {
            unset.add(field.getName());
          }
        } catch (IllegalAccessException e) {
          throw new IllegalStateException(e);
        }
      }
    }
    assertThat(unset)
        .as("fields of %s that this test does not set: carry them, and set them here", full)
        .isEmpty();
  }

  @Test
  void full_setsEveryField() {
    LoadProfile plain = LoadProfile.constant(1).request(LoadRequest.get());
    assertSetsEveryField(FULL, plain);
    assertSetsEveryField(FULL.limits(), LoadLimits.DEFAULT);
    assertSetsEveryField(
        REQUEST.bodies(BodyTemplate.of("${a}").whole("a", 0, 9).bodies(2)), LoadRequest.get());
    assertSetsEveryField(REQUEST.expectation(), ReplyExpectation.OK);
    assertSetsEveryField(TARGET, PLAIN);
    assertSetsEveryField(BodyTemplate.of("${a}").whole("a", 0, 9).seed(5), BodyTemplate.of("${b}"));
  }

  @Test
  void full_isCarried_withEveryField() {
    WorkerTask read = carried(TARGET, FULL);

    assertThat(read.target()).usingRecursiveComparison().isEqualTo(TARGET);
    assertThat(read.profile()).usingRecursiveComparison().isEqualTo(FULL);
    assertThat(read.workers()).isEqualTo(5);
    assertThat(read.startWithin()).isEqualTo(Duration.ofSeconds(77));
  }

  @Test
  void share_keepsEveryField_thatIsNotDivided() {
    LoadProfile share = new Share(0, 3).of(FULL);

    assertThat(share).usingRecursiveComparison().ignoringFields("limits").isEqualTo(FULL);
    LoadProfile closed = FULL.phases(List.of(PHASES.get(6)));
    assertThat(new Share(0, 3).of(closed))
        .usingRecursiveComparison()
        .ignoringFields("limits", "phases")
        .isEqualTo(closed);
  }

  /** They are code: where the seconds are merged they are looked at, and not in the pods. */
  @Test
  void stopConditions_areLeftOut_exceptTheDefault() {
    StopCondition own = samples -> Optional.of("mine");
    LoadProfile profile = LoadProfile.constant(1);

    assertThat(through(profile).stopConditions()).containsExactly(StopCondition.DEFAULT);
    assertThat(through(profile.stopWhen(own, StopCondition.DEFAULT)).stopConditions())
        .containsExactly(StopCondition.DEFAULT);
    assertThat(through(profile.stopWhen(own)).stopConditions()).isEmpty();
    assertThat(through(profile.stopWhen()).stopConditions()).isEmpty();
  }

  @Test
  void read_refusesWhatItDoesNotKnow() {
    assertThatThrownBy(() -> PhaseCodec.read(Fields.read("{\"phase\":\"saw\"}")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("phase: saw (expected: a known one)");
    assertThat(Unsendable.kind("phase", new Object()))
        .hasMessage(
            "phase: Object (expected: one that can be sent to other machines; without"
                + " distributed(…) it can be used)");
  }
}
