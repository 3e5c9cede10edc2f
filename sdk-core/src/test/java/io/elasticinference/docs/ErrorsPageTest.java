package io.elasticinference.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.elasticinference.ElasticInferenceException;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The page docs/errors.md has a row and a section for each exception that users can catch, and for
 * no other. The messages in its sections are compared where all modules are: in the test kit.
 */
class ErrorsPageTest {

  private static final Pattern ROW = Pattern.compile("^\\| `(\\w+)` \\|", Pattern.MULTILINE);
  private static final Pattern SECTION = Pattern.compile("^## (\\w+)$", Pattern.MULTILINE);

  @Test
  void page_hasARowAndASectionForEachException() {
    List<String> thrown =
        new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.elasticinference")
                .stream()
                .filter(type -> type.isAssignableTo(ElasticInferenceException.class))
                .filter(type -> !type.isEquivalentTo(ElasticInferenceException.class))
                .map(JavaClass::getSimpleName)
                .toList();

    assertThat(thrown).hasSizeGreaterThan(8);
    assertThat(found(ROW)).containsExactlyInAnyOrderElementsOf(thrown);
    assertThat(found(SECTION)).containsExactlyElementsOf(found(ROW));
  }

  /** Each says when it comes, shows what is printed then, and says what to do. */
  @Test
  void sections_haveTheirThreeParts() {
    String page = MarkdownPage.read("docs/errors.md").text();
    for (String name : found(SECTION)) {
      String section = page.substring(page.indexOf("\n## " + name + "\n")).split("\n## ", 3)[1];
      assertThat(section).as(name).contains("**When:**", "```text\n", "**What to do:**");
    }
  }

  private static List<String> found(Pattern pattern) {
    return pattern
        .matcher(MarkdownPage.read("docs/errors.md").text())
        .results()
        .map(match -> match.group(1))
        .toList();
  }
}
