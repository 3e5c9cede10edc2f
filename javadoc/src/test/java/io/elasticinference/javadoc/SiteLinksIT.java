package io.elasticinference.javadoc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Every link of the site leads somewhere, without a network: files, anchors, and the JDK's types.
 */
class SiteLinksIT {

  /** The one foreign site that is linked to, and how it names a type or package. */
  private static final Pattern JDK =
      Pattern.compile(
          "https://docs\\.oracle\\.com/en/java/javase/17/docs/api/([\\w.]+)/([\\w/]+)/([\\w.-]+)\\.html"
              + "(#.*)?");

  /** What the help page, which is the doclet's own, tells about searching. */
  private static final String SEARCH_SPEC =
      "https://docs.oracle.com/en/java/javase/17/docs/specs/javadoc/javadoc-search-spec.html";

  private static final Pattern STYLE_URL = Pattern.compile("url\\('?([^')]+)'?\\)");

  private static Map<Path, Document> pages = Map.of();
  private static final Map<Path, Set<String>> ANCHORS = new HashMap<>();
  private static final Set<String> FOREIGN = new TreeSet<>();
  private static final Set<String> OWN = new HashSet<>();
  private static final Set<String> BROKEN = new TreeSet<>();

  @BeforeAll
  static void followEveryLink() throws IOException {
    pages = Site.pages();
    pages.forEach((path, page) -> ANCHORS.put(path, anchors(page)));
    pages.forEach(
        (path, page) -> {
          for (String attribute : List.of("href", "src")) {
            for (String link : Site.each(page, "[" + attribute + "]", e -> e.attr(attribute))) {
              follow(path, link);
            }
          }
        });
  }

  private static Set<String> anchors(Document page) {
    Set<String> anchors = new HashSet<>(Site.each(page, "[id]", element -> element.attr("id")));
    anchors.addAll(Site.each(page, "a[name]", element -> element.attr("name")));
    return anchors;
  }

  private static void follow(Path from, String link) {
    if (link.contains("://")) {
      FOREIGN.add(link);
      return;
    }
    OWN.add(link);
    URI uri = URI.create(link.replace("<", "%3C").replace(">", "%3E").replace("[", "%5B"));
    Path folder = from.resolveSibling("");
    Path target = uri.getPath().isEmpty() ? from : folder.resolve(uri.getPath()).normalize();
    boolean there = Files.isRegularFile(Site.FOLDER.resolve(target));
    String anchor = uri.getFragment();
    boolean found =
        anchor == null
            || anchor.isEmpty()
            || ANCHORS.getOrDefault(target, Set.of()).contains(anchor);
    if (!there || !found) {
      BROKEN.add(from + " → " + link);
    }
  }

  @Test
  void links_leadToPagesAndAnchorsThatExist() {
    assertThat(pages).hasSizeGreaterThan(300);
    assertThat(OWN).hasSizeGreaterThan(3000);
    assertThat(BROKEN).isEmpty();
  }

  @Test
  void foreignLinks_leadToTypesOfTheJdk_andNowhereElse() {
    assertThat(FOREIGN)
        .hasSizeGreaterThan(50)
        .filteredOn(link -> !link.equals(SEARCH_SPEC))
        .allSatisfy(
            link -> {
              Matcher jdk = JDK.matcher(link);
              assertThat(jdk.matches()).as(link).isTrue();
              String type = jdk.group(2).replace('/', '.') + "." + jdk.group(3).replace('.', '$');
              assertThat(Class.forName(type).getModule().getName()).isEqualTo(jdk.group(1));
            });
  }

  @Test
  void styleSheets_nameFilesThatExist() throws IOException {
    Matcher url = STYLE_URL.matcher(Files.readString(Site.FOLDER.resolve("stylesheet.css")));
    assertThat(url.results().map(found -> found.group(1)))
        .isNotEmpty()
        .allSatisfy(file -> assertThat(Site.FOLDER.resolve(file)).exists());
  }

  @Test
  void closedRooms_areNotOnTheSite() {
    assertThat(pages.keySet()).noneMatch(path -> path.toString().contains("internal"));
  }

  @Test
  void pages_tellTheirLanguage() {
    assertThat(pages.values())
        .allSatisfy(page -> assertThat(page.select("html").attr("lang")).isEqualTo("en"));
  }

  @Test
  void publicTypes_beginWithASentence() {
    Document all = Site.page("allclasses-index.html");
    assertThat(Site.each(all, ".summary-table > .col-last:not(.table-header)", e -> e.text()))
        .hasSizeGreaterThan(150)
        .noneMatch(String::isBlank);
  }
}
