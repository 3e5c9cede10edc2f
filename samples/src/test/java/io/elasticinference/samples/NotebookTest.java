package io.elasticinference.samples;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The notebook as it is kept: {@code .ci/steps/notebook} runs it. */
class NotebookTest {

  private static final Path NOTEBOOK = Path.of("notebooks/elastic-inference.ipynb");

  /** More than these lines of code in a row are not read. */
  private static final int LINES = 15;

  private final JsonObject notebook;

  NotebookTest() throws IOException {
    notebook = JsonParser.parseString(Files.readString(NOTEBOOK)).getAsJsonObject();
  }

  private List<JsonObject> cells(String type) {
    List<JsonObject> cells = new ArrayList<>();
    for (JsonElement cell : notebook.getAsJsonArray("cells")) {
      if (cell.getAsJsonObject().get("cell_type").getAsString().equals(type)) {
        cells.add(cell.getAsJsonObject());
      }
    }
    return cells;
  }

  private static String source(JsonObject cell) {
    StringBuilder source = new StringBuilder();
    cell.getAsJsonArray("source").forEach(line -> source.append(line.getAsString()));
    return source.toString();
  }

  @Test
  void notebook_isOfVersionFour_forAJavaKernel() {
    assertThat(notebook.get("nbformat").getAsInt()).isEqualTo(4);
    assertThat(notebook.get("nbformat_minor").getAsInt()).isEqualTo(5);
    JsonObject metadata = notebook.getAsJsonObject("metadata");
    assertThat(metadata.getAsJsonObject("kernelspec").get("name").getAsString()).isEqualTo("java");
    Set<String> names = new HashSet<>();
    for (JsonElement cell : notebook.getAsJsonArray("cells")) {
      assertThat(names.add(cell.getAsJsonObject().get("id").getAsString())).isTrue();
    }
  }

  @Test
  void cells_areKeptWithoutWhatARunLeftInThem() {
    assertThat(cells("code"))
        .hasSizeGreaterThan(10)
        .allSatisfy(
            cell -> {
              assertThat(cell.get("execution_count").isJsonNull()).isTrue();
              assertThat(cell.getAsJsonArray("outputs")).isEmpty();
            });
  }

  @Test
  void cells_areShort_andExplained() {
    assertThat(cells("code")).allSatisfy(cell -> assertThat(source(cell)).satisfies(this::isShort));
    assertThat(cells("markdown")).hasSizeGreaterThanOrEqualTo(cells("code").size() - 3);
  }

  private void isShort(String source) {
    assertThat(source.lines().count()).as(source).isLessThanOrEqualTo(LINES);
  }

  @Test
  void magics_nameTheVersionsOfThisProject() throws IOException {
    String pom = Files.readString(Path.of("../pom.xml"));
    String version = found("<version>([^<]+)</version>", pom);
    String slf4j = found("<slf4j.version>([^<]+)</slf4j.version>", pom);
    assertThat(source(cells("code").get(0)).lines())
        .containsExactly(
            "%maven io.elasticinference:elastic-inference-aliyun:" + version,
            "%maven io.elasticinference:elastic-inference-testkit:" + version,
            "%maven org.slf4j:slf4j-simple:" + slf4j);
  }

  private static String found(String pattern, String text) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertThat(matcher.find()).isTrue();
    return matcher.group(1);
  }
}
