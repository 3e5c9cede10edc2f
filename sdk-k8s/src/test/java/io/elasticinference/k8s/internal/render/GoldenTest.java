package io.elasticinference.k8s.internal.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.elasticinference.spi.Manifest;
import io.elasticinference.spi.ResolvedService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

/**
 * What is rendered, to the letter. {@code -Dgolden.update=true} writes the files anew; their change
 * is then read in review like any other.
 */
class GoldenTest {

  private static final Path FOLDER = Path.of("src/test/resources/golden");

  static Stream<Arguments> services() {
    return Stream.of(
        Arguments.of("tutorial", Services.tutorial()),
        Arguments.of("several-metrics", Services.severalMetrics()),
        Arguments.of("behavior", Services.behavior()),
        Arguments.of("windows", Services.windows()),
        Arguments.of("alb", Services.alb()),
        Arguments.of("sticky", Services.sticky()),
        Arguments.of("canary", Services.canary()),
        Arguments.of("custom", Services.custom()),
        Arguments.of("fixed-inside", Services.fixedInside()),
        Arguments.of("below-path", Services.belowPath()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("services")
  void toYaml_isTheGoldenFile_whenRendered(String name, ResolvedService service)
      throws IOException {
    ObjectRenderer renderer = new ObjectRenderer();
    String yaml = renderer.toYaml(renderer.render(service));
    Path golden = FOLDER.resolve(name + ".yaml");
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(golden, yaml);
    }
    assertThat(yaml).isEqualTo(Files.readString(golden));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("services")
  void toYaml_readsBackAsWhatIsApplied_exceptSecretValues(String name, ResolvedService service) {
    ObjectRenderer renderer = new ObjectRenderer();
    List<Manifest> manifests = renderer.render(service);
    int i = 0;
    for (Object document : new Yaml().loadAll(renderer.toYaml(manifests))) {
      Manifest manifest = manifests.get(i++);
      if (!manifest.secret()) {
        assertThat(document).isEqualTo(manifest.body());
      }
    }
    assertThat(i).isEqualTo(manifests.size());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("services")
  void render_saysTheSame_whenAskedTwice(String name, ResolvedService service) {
    assertThat(new ObjectRenderer().render(service))
        .isEqualTo(new ObjectRenderer().render(service));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("services")
  void render_neverWritesEmptyListsOrMaps_sinceTheyWouldOwnAndWipe(
      String name, ResolvedService service) {
    new ObjectRenderer()
        .render(service)
        .forEach(manifest -> assertNothingEmpty(manifest.object().toString(), manifest.body()));
  }

  private static void assertNothingEmpty(String path, Object value) {
    if (value instanceof Map<?, ?> map) {
      assertThat(map).as(path).isNotEmpty();
      map.forEach((key, member) -> assertNothingEmpty(path + "." + key, member));
    } else if (value instanceof List<?> list) {
      assertThat(list).as(path).isNotEmpty();
      list.forEach(item -> assertNothingEmpty(path + "[]", item));
    }
  }
}
