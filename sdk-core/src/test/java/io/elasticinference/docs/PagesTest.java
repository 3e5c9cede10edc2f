package io.elasticinference.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What all pages promise: Java that is compiled, and links that lead somewhere. */
class PagesTest {

  /** Where Java lies that a build compiles. */
  private static final List<String> COMPILED =
      List.of("../sdk-core/src/test/java", "../sdk-testkit/src/test/java", "../samples");

  private static final Pattern REMARK = Pattern.compile("\\s// .*$", Pattern.MULTILINE);

  private static String compiled = "";

  @BeforeAll
  static void readSources() throws IOException {
    StringBuilder all = new StringBuilder();
    for (String folder : COMPILED) {
      try (Stream<Path> files = Files.walk(Path.of(folder))) {
        for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
          all.append(squeezed(Files.readString(file)));
        }
      }
    }
    compiled = all.toString();
  }

  /** Without white space and remarks: a page breaks its lines otherwise than a formatted class. */
  private static String squeezed(String code) {
    return REMARK.matcher(code).replaceAll("").replaceAll("\\s", "");
  }

  static List<MarkdownPage> pages() throws IOException {
    return MarkdownPage.all();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void page_showsOnlyJavaThatIsCompiled(MarkdownPage page) {
    for (String block : page.blocks("java")) {
      List<String> imports = block.lines().filter(line -> line.startsWith("import ")).toList();
      String rest =
          block.lines().filter(line -> !imports.contains(line)).collect(Collectors.joining("\n"));
      assertThat(imports).allSatisfy(line -> assertThat(compiled).contains(squeezed(line)));
      // Not in the message: all sources of the project.
      assertThat(compiled.contains(squeezed(rest)))
          .as("is compiled somewhere:\n%s", block)
          .isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void page_linksToWhatIsThere(MarkdownPage page) {
    assertThat(page.links())
        .filteredOn(link -> !link.contains("://"))
        .allSatisfy(link -> assertThat(page.target(link)).exists());
  }

  @Test
  void pages_areFound() throws IOException {
    assertThat(pages()).hasSizeGreaterThan(6);
    assertThat(MarkdownPage.read("README.md").blocks("java")).hasSizeGreaterThan(1);
  }

  /** A page that nobody can find is none: add it to docs/README.md. */
  @Test
  void index_listsEveryPage() throws IOException {
    MarkdownPage index = MarkdownPage.read("docs/README.md");
    List<Path> listed = index.links().stream().map(index::target).map(Path::normalize).toList();
    assertThat(pages())
        .extracting(page -> page.path().normalize())
        .filteredOn(page -> !page.equals(index.path().normalize()))
        .isSubsetOf(listed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"README.zh.md", "README.ja.md"})
  void readme_saysTheSameInEachLanguage(String name) {
    MarkdownPage english = MarkdownPage.read("README.md");
    MarkdownPage other = MarkdownPage.read(name);

    assertThat(other.blocks()).isEqualTo(english.blocks());
    assertThat(other.codeInProse()).isEqualTo(english.codeInProse());
    assertThat(other.headings()).isEqualTo(english.headings());
    assertThat(other.rows()).isEqualTo(english.rows());
    assertThat(other.links())
        .filteredOn(link -> !link.startsWith("README"))
        .containsExactlyInAnyOrderElementsOf(
            english.links().stream().filter(link -> !link.startsWith("README")).toList());
    assertThat(other.links()).contains("README.md");
    assertThat(english.links()).contains(name);
  }
}
