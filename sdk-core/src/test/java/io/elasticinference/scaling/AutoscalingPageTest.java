package io.elasticinference.scaling;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The page docs/autoscaling.md says only what is so: the results and charts of its Java, which is
 * that of {@link AutoscalingPage}, are what comes out. With {@code -Ddocs.update=true} results and
 * charts are written instead of compared.
 */
class AutoscalingPageTest {

  private static final Path DOCS = Path.of("..", "docs");
  private static final Path PAGE = DOCS.resolve("autoscaling.md");
  private static final Pattern BLOCK = Pattern.compile("```(java|text)\n(.*?)```", Pattern.DOTALL);
  private static final List<String> CHARTS =
      List.of("autoscaling-first.svg", "autoscaling-cost.svg", "autoscaling-day.svg");

  private static List<String> blocks(String page, String language) {
    return BLOCK
        .matcher(page)
        .results()
        .filter(block -> block.group(1).equals(language))
        .map(block -> block.group(2))
        .toList();
  }

  @Test
  void page_showsWhatComesOut(@TempDir Path folder) throws IOException {
    Path requests = folder.resolve("requests.csv.gz");
    try (InputStream trace =
        requireNonNull(
            getClass().getResourceAsStream("/traces/AzureLLMInferenceTrace_code.csv.gz"))) {
      Files.copy(trace, requests);
    }
    CapacityPlan plan = AutoscalingPage.plan(requests);
    Slo promise = Slo.p99(Duration.ofSeconds(5));
    List<String> results = new ArrayList<>();
    results.add(AutoscalingPage.first(plan, folder).toString());
    Recommendation recommendation = AutoscalingPage.recommended(plan, promise, folder);
    results.add(recommendation.toString());
    results.add(AutoscalingPage.deployed(recommendation) + "\n");
    results.add(
        AutoscalingPage.whatIf().changes().stream()
            .map(change -> change + "\n")
            .collect(Collectors.joining()));
    results.add(
        AutoscalingPage.why().condition(HpaCondition.Type.ABLE_TO_SCALE).orElseThrow() + "\n");

    if (Boolean.getBoolean("docs.update")) {
      update(results, folder);
    }
    assertThat(blocks(Files.readString(PAGE), "text")).isEqualTo(results);
    for (String chart : CHARTS) {
      assertThat(DOCS.resolve(chart)).hasSameTextualContentAs(folder.resolve(chart));
      assertThat(Files.readString(PAGE)).contains("](" + chart + ")");
    }
  }

  private static void update(List<String> results, Path folder) throws IOException {
    Iterator<String> next = results.iterator();
    String page =
        BLOCK
            .matcher(Files.readString(PAGE))
            .replaceAll(
                block ->
                    Matcher.quoteReplacement(
                        block.group(1).equals("java") || !next.hasNext()
                            ? block.group()
                            : "```text\n" + next.next() + "```"));
    Files.writeString(PAGE, page);
    for (String chart : CHARTS) {
      Files.copy(folder.resolve(chart), DOCS.resolve(chart), StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
