package io.elasticinference.internal.load.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.elasticinference.ElasticInferenceException;
import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class GrpcLibraryTest {

  private static URL url(String entry) {
    try {
      return Path.of(entry).toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** What the test runs on, less the jars of the library. */
  private static URLClassLoader without() {
    URL[] urls =
        Pattern.compile(Pattern.quote(File.pathSeparator))
            .splitAsStream(System.getProperty("java.class.path"))
            .filter(entry -> !entry.contains("grpc-"))
            .map(GrpcLibraryTest::url)
            .toArray(URL[]::new);
    return new URLClassLoader(urls, ClassLoader.getPlatformClassLoader());
  }

  @Test
  void start_namesTheDependencyToAdd_whenTheLibraryIsMissing() throws Exception {
    try (URLClassLoader loader = without()) {
      Class<?> program = loader.loadClass(Program.class.getName());
      Object said = program.getMethod("run").invoke(null);

      assertThat((String) said)
          .startsWith(ElasticInferenceException.class.getName())
          .contains("is not on the class path")
          .endsWith("Add the dependency " + GrpcLibrary.COORDINATES + ".");
    } catch (InvocationTargetException e) {
      throw new AssertionError(e.getCause());
    }
  }

  @Test
  void coordinates_areOfTheVersionThatThisIsBuiltWith() throws Exception {
    String pom = Files.readString(Path.of("../pom.xml"));
    String version = pom.replaceAll("(?s).*<grpc.version>(.*?)</grpc.version>.*", "$1");

    assertThat(GrpcLibrary.COORDINATES).isEqualTo("io.grpc:grpc-netty-shaded:" + version);
  }
}
