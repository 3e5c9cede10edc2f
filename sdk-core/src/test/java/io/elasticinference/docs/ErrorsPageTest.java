package io.elasticinference.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.elasticinference.ElasticInferenceException;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page docs/errors.md has a row for each exception that users can catch, and for no other. */
class ErrorsPageTest {

  private static final Pattern ROW = Pattern.compile("^\\| `(\\w+)`", Pattern.MULTILINE);

  @Test
  void page_hasARowForEachException() {
    List<String> thrown =
        new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.elasticinference")
                .stream()
                .filter(type -> type.isAssignableTo(ElasticInferenceException.class))
                .filter(type -> !type.isEquivalentTo(ElasticInferenceException.class))
                .map(JavaClass::getSimpleName)
                .toList();
    List<String> rows =
        ROW.matcher(MarkdownPage.read("docs/errors.md").text())
            .results()
            .map(row -> row.group(1))
            .toList();

    assertThat(thrown).hasSizeGreaterThan(8);
    assertThat(rows).containsExactlyInAnyOrderElementsOf(thrown);
  }
}
