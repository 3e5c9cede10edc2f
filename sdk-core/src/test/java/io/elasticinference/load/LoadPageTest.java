package io.elasticinference.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page docs/load.md shows only Java that is compiled, and profiles that can be made. */
class LoadPageTest {
  private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  private static String code(String text) {
    return text.replaceAll("\\s", "");
  }

  @Test
  void page_showsJavaThatIsCompiled() throws IOException {
    String source =
        code(Files.readString(Path.of("src/test/java/io/elasticinference/load/LoadPage.java")));
    List<String> snippets =
        BLOCK
            .matcher(Files.readString(Path.of("..", "docs", "load.md")))
            .results()
            .map(block -> block.group(1))
            .toList();

    assertThat(snippets).hasSize(7);
    assertThat(snippets).allSatisfy(snippet -> assertThat(source).contains(code(snippet)));
  }

  @Test
  void page_showsWhatIsAccepted(@TempDir Path folder) throws IOException {
    Stream<String> times =
        IntStream.range(0, 600).mapToObj(i -> Instant.EPOCH.plusMillis(i * 100L).toString());
    Path log = Files.write(folder.resolve("log.csv"), times.toList());

    assertThat(LoadPage.profiles(log))
        .extracting(LoadProfile::duration)
        .containsExactly(Duration.ofMinutes(6), Duration.ofSeconds(6));
    assertThat(LoadPage.request("secret").bodies()).hasSize(1_000);
    assertThat(LoadPage.request("secret").toString()).doesNotContain("secret");
    assertThat(LoadPage.settings().workers()).isEqualTo(8);
    assertThat(LoadPage.settings().toString()).isEqualTo("constant 5000/s for 2m, from 8 workers");
  }
}
