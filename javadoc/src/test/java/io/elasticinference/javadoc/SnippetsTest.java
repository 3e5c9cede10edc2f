package io.elasticinference.javadoc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Compiles every piece of Java in the Javadoc as it stands there, so that what people copy is Java
 * of this version. A piece is the body of a method, with {@link Surroundings} around it, or else a
 * class.
 */
class SnippetsTest {

  private static final Path ROOT = Path.of("..");

  private static final String IMPORTS =
      """
      import io.elasticinference.*;
      import io.elasticinference.event.*;
      import io.elasticinference.load.*;
      import io.elasticinference.metrics.*;
      import io.elasticinference.scaling.*;
      import io.elasticinference.store.*;
      import io.elasticinference.telemetry.*;
      import io.elasticinference.testkit.*;
      import io.elasticinference.testkit.adapter.*;
      import io.elasticinference.testkit.gateway.*;
      import io.elasticinference.testkit.oss.*;
      import io.elasticinference.testkit.sls.*;
      import com.aliyun.openservices.log.Client;
      import com.aliyun.openservices.log.http.client.ClientConfiguration;
      import com.aliyun.oss.*;
      import java.net.URI;
      import java.nio.file.Path;
      import java.time.*;
      import java.util.*;
      import org.junit.jupiter.api.*;
      import org.junit.jupiter.api.extension.*;
      import static io.elasticinference.Autoscale.*;
      import static io.elasticinference.Burst.*;
      import static org.assertj.core.api.Assertions.assertThat;
      """;

  @TempDir Path classes;

  @Test
  void snippets_compile_asTheyStand() throws IOException {
    List<Snippet> snippets = snippets();
    assertThat(snippets).hasSizeGreaterThan(25);
    assertThat(snippets)
        .extracting(snippet -> snippet.file().getFileName().toString())
        .contains("ElasticInference.java", "LocalCloud.java", "overview.html");

    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    boolean good =
        compiler
            .getTask(
                null,
                null,
                found,
                List.of("-proc:none", "-d", classes.toString(), "--release", "17"),
                null,
                IntStream.range(0, snippets.size())
                    .mapToObj(i -> new Source("Snippet" + i, snippets.get(i)))
                    .toList())
            .call();

    String problems =
        found.getDiagnostics().stream()
            .filter(problem -> problem.getKind() == Diagnostic.Kind.ERROR)
            .map(SnippetsTest::told)
            .collect(Collectors.joining("\n\n"));
    assertThat(problems)
        .as("snippets that are no Java (what they may take for granted stands in Surroundings)")
        .isEmpty();
    assertThat(good).isTrue();
  }

  private static List<Snippet> snippets() throws IOException {
    List<Snippet> snippets =
        new ArrayList<>(
            Snippet.ofJavadoc(
                Stream.of("sdk-core", "sdk-k8s", "sdk-aliyun", "sdk-testkit")
                    .map(module -> ROOT.resolve(module).resolve("src/main/java"))
                    .toList()));
    snippets.addAll(Snippet.ofHtml(Path.of("src/main/javadoc/overview.html")));
    return snippets;
  }

  private static String told(Diagnostic<? extends JavaFileObject> problem) {
    Source source = (Source) problem.getSource();
    return source.snippet.file()
        + ":"
        + source.snippet.line()
        + ": "
        + problem.getMessage(Locale.ENGLISH)
        + "\n  "
        + source.text.lines().skip(problem.getLineNumber() - 1).findFirst().orElse("");
  }

  /** A snippet in a file of its own, which never sees a disk. */
  private static final class Source extends SimpleJavaFileObject {
    private final Snippet snippet;
    private final String text;

    Source(String name, Snippet snippet) {
      super(URI.create("string:///" + name + ".java"), Kind.SOURCE);
      this.snippet = snippet;
      this.text = unit(name, snippet.text());
    }

    private static String unit(String name, String snippet) {
      String imports =
          snippet
              .lines()
              .filter(line -> line.stripLeading().startsWith("import "))
              .collect(Collectors.joining());
      String rest =
          snippet
              .lines()
              .filter(line -> !line.stripLeading().startsWith("import "))
              .map(line -> line.replaceAll("(^|\\s)…(\\s|$)", " ")) // the reader's own lines
              .collect(Collectors.joining("\n"));
      boolean type = rest.stripLeading().matches("(?s)(@|(final )?class ).*");
      return "package "
          + name.toLowerCase(Locale.ROOT)
          + ";\n"
          + "import io.elasticinference.javadoc.Surroundings;\n"
          + IMPORTS
          + imports
          + "\n"
          + (type
              ? rest
              : "class " + name + " extends Surroundings { void run() throws Exception {\n" + rest)
          + (type ? "\n" : "\n} }\n");
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
