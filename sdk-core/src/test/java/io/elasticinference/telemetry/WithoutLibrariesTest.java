package io.elasticinference.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elasticinference.InferenceClient;
import io.elasticinference.internal.OnePlan;
import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The SDK on a class path that has neither Micrometer nor OpenTelemetry. */
class WithoutLibrariesTest {

  private static ClassLoader loader() throws Exception {
    List<URL> urls = new ArrayList<>();
    for (String entry :
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .filter(path -> !path.contains("micrometer") && !path.contains("opentelemetry"))
            .toList()) {
      urls.add(new File(entry).toURI().toURL());
    }
    return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
  }

  private static Object run(ClassLoader loader, String program) throws Exception {
    return loader.loadClass(OnePlan.class.getName()).getMethod(program).invoke(null);
  }

  @Test
  void client_works_whenNeitherLibraryIsThere() throws Exception {
    ClassLoader without = loader();
    assertThatThrownBy(() -> without.loadClass("io.micrometer.core.instrument.MeterRegistry"))
        .isInstanceOf(ClassNotFoundException.class);
    assertThatThrownBy(() -> without.loadClass("io.opentelemetry.api.OpenTelemetry"))
        .isInstanceOf(ClassNotFoundException.class);

    Object report = run(without, "run");

    assertThat(without.loadClass(InferenceClient.class.getName()))
        .isNotSameAs(InferenceClient.class);
    assertThat(report).isEqualTo("plan of bert: 0 changes");
  }

  @ParameterizedTest
  @CsvSource({
    "micrometer, io.micrometer:micrometer-core",
    "openTelemetry, io.opentelemetry:opentelemetry-api",
  })
  void global_namesTheDependency_whenItsLibraryIsMissing(String program, String coordinates)
      throws Exception {
    assertThat(run(loader(), program))
        .asString()
        .contains("is not on the class path (expected: " + coordinates + ")")
        .endsWith("Add the dependency " + coordinates + ", or set no telemetry.");
  }
}
