package io.elasticinference.javadoc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;

/** The site that the build has just made. */
final class Site {

  /** Where maven-javadoc-plugin puts it. */
  static final Path FOLDER = Path.of("target/reports/apidocs");

  private Site() {}

  /** Each page, by its path below the site's folder. */
  static Map<Path, Document> pages() throws IOException {
    try (Stream<Path> files = Files.walk(FOLDER)) {
      List<Path> pages = files.filter(file -> file.toString().endsWith(".html")).toList();
      return pages.stream().collect(Collectors.toMap(FOLDER::relativize, Site::parse));
    }
  }

  static Document page(String path) {
    return parse(FOLDER.resolve(path));
  }

  private static Document parse(Path file) {
    try {
      return Jsoup.parse(file.toFile(), "UTF-8");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static <T> List<T> each(Document page, String query, Function<org.jsoup.nodes.Element, T> read) {
    return page.select(query).stream().map(read).toList();
  }
}
