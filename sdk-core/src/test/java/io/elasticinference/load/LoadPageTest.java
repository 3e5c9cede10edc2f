package io.elasticinference.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page docs/load.md shows profiles that can be made. */
class LoadPageTest {
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
