package io.elasticinference.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One of the project's pages.
 *
 * @param path where it lies, seen from this module
 * @param text all of it
 */
record MarkdownPage(Path path, String text) {

  private static final Path ROOT = Path.of("..");
  private static final Pattern BLOCK =
      Pattern.compile("^```(\\w*)\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");
  private static final Pattern HEADING = Pattern.compile("^(#+) .*$", Pattern.MULTILINE);
  private static final Pattern ROW = Pattern.compile("^\\|.*$", Pattern.MULTILINE);

  static MarkdownPage read(String name) {
    return read(ROOT.resolve(name));
  }

  private static MarkdownPage read(Path path) {
    try {
      return new MarkdownPage(path, Files.readString(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The pages at the root and in {@code docs}. */
  static List<MarkdownPage> all() throws IOException {
    try (Stream<Path> root = Files.list(ROOT);
        Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
      return Stream.concat(root, docs)
          .filter(path -> path.toString().endsWith(".md"))
          .map(MarkdownPage::read)
          .toList();
    }
  }

  /** Its code blocks in one language, without their fences. */
  List<String> blocks(String language) {
    return BLOCK
        .matcher(text)
        .results()
        .filter(block -> block.group(1).equals(language))
        .map(block -> block.group(2))
        .toList();
  }

  /** All of its code blocks, in any language. */
  List<String> blocks() {
    return BLOCK.matcher(text).results().map(block -> block.group()).toList();
  }

  private String prose() {
    return BLOCK.matcher(text).replaceAll("");
  }

  /** Where its links lead. */
  List<String> links() {
    return LINK.matcher(prose()).results().map(link -> link.group(1)).toList();
  }

  /** The code in its sentences and tables, sorted: another language has another order of words. */
  List<String> codeInProse() {
    return CODE.matcher(prose()).results().map(code -> code.group(1)).sorted().toList();
  }

  /** How deep each heading is. */
  List<Integer> headings() {
    return HEADING.matcher(prose()).results().map(heading -> heading.group(1).length()).toList();
  }

  /** How many table rows it has. */
  long rows() {
    return ROW.matcher(prose()).results().count();
  }

  /** The file that a link without a scheme leads to. */
  Path target(String link) {
    Path folder = path.getParent();
    String file = link.contains("#") ? link.substring(0, link.indexOf('#')) : link;
    return file.isEmpty() || folder == null ? path : folder.resolve(file);
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
