package io.elasticinference.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RequestBodiesTest {
  @TempDir Path folder;

  private static List<String> texts(RequestBodies bodies) {
    return LoadRequest.post(bodies).bodies().stream()
        .map(body -> new String(body, StandardCharsets.UTF_8))
        .toList();
  }

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("samples.jsonl"), text);
  }

  @Test
  void lines_areBodies_andBlankOnesAreNone() throws Exception {
    RequestBodies bodies = RequestBodies.lines(file("{\"a\": 1}\r\n\n  \n{\"a\": \"好\"}"));

    assertThat(texts(bodies)).containsExactly("{\"a\": 1}", "{\"a\": \"好\"}");
    assertThat(bodies.count()).isEqualTo(2);
    assertThat(LoadRequest.post(bodies))
        .hasToString("POST, 2 bodies of 8 to 12 bytes, timeout PT10S");
  }

  @Test
  void lines_areRead_whenTheFileIsGzipped() throws Exception {
    Path zipped = folder.resolve("samples.jsonl.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(zipped))) {
      out.write("[1]\n[2]\n".getBytes(StandardCharsets.UTF_8));
    }

    assertThat(texts(RequestBodies.lines(zipped))).containsExactly("[1]", "[2]");
  }

  @Test
  void instances_areBatched_inTheRowFormat() throws Exception {
    Path file = file("[1, 2]\n[3, 4]\n[5, 6]\n");

    assertThat(texts(RequestBodies.instances(file, 2)))
        .containsExactly("{\"instances\": [[1, 2], [3, 4]]}", "{\"instances\": [[5, 6]]}");
  }

  @Test
  void lines_sayWhatIsWrong_withTheFile() throws Exception {
    Path empty = file("\n \n");
    assertThatThrownBy(() -> RequestBodies.lines(empty))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("file: " + empty + " (expected: at least one line with a body)");
    Path latin = Files.write(folder.resolve("latin"), new byte[] {'"', (byte) 0xe4, '"'});
    assertThatThrownBy(() -> RequestBodies.lines(latin))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("file: " + latin + ", bytes of another kind (expected: text in UTF-8)");
    assertThatThrownBy(() -> RequestBodies.lines(folder.resolve("none")))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("Request bodies: " + folder.resolve("none") + " cannot be read");
    assertThatThrownBy(() -> RequestBodies.of(List.of()))
        .hasMessage("jsons: [] (expected: at least one body)");
  }

  @Test
  void template_fillsEachPlace_alikeForTheSameSeed() {
    BodyTemplate template =
        BodyTemplate.of("{\"n\": ${n}, \"ids\": ${ids}, \"x\": ${x}, \"t\": ${t}, \"u\": ${t}}")
            .whole("n", 5, 7)
            .wholes("ids", 3, 0, 10)
            .decimals("x", 2, -1, 1)
            .texts("t", List.of("a\"b\\c$1\n好"));
    List<String> bodies = texts(template.bodies(50));

    assertThat(bodies)
        .hasSize(50)
        .allSatisfy(
            body ->
                assertThat(body)
                    .matches(
                        "\\{\"n\": [56], \"ids\": \\[\\d, \\d, \\d], "
                            + "\"x\": \\[-?[\\d.E-]+, -?[\\d.E-]+], "
                            + "\"t\": \"a\\\\\"b\\\\\\\\c\\$1\\\\u000a好\", \"u\": .*}"))
        .doesNotHaveDuplicates();
    assertThat(texts(template.bodies(50))).isEqualTo(bodies);
    assertThat(texts(template.seed(2).bodies(50))).isNotEqualTo(bodies);
  }

  @Test
  void template_namesThePlace_whenItIsNotFilledOrNotThere() {
    BodyTemplate template = BodyTemplate.of("{\"a\": ${a}, \"b\": ${b}}").whole("a", 0, 9);

    assertThatThrownBy(() -> template.bodies(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("${b}: no values");
    assertThatThrownBy(() -> template.whole("c", 0, 9))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("name: c (expected: one of [a, b])");
    assertThatThrownBy(() -> template.whole("b", 9, 9))
        .hasMessage("b, whole: 9 to 9 (expected: from below to)");
  }

  @Test
  void bodies_areRefused_beforeTheyFillTheMemory() {
    BodyTemplate template = BodyTemplate.of("${x}").texts("x", List.of("a".repeat(1 << 24)));

    assertThatThrownBy(() -> template.bodies(1_000_000))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("bodies: over 256 MiB (expected: at most 256 MiB together)");
  }
}
