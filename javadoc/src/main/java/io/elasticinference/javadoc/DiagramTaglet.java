package io.elasticinference.javadoc;

import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.UnknownInlineTagTree;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.lang.model.element.Element;
import jdk.javadoc.doclet.Taglet;

/**
 * Draws {@code {@diagram name}}: puts the file {@code name.svg} beside this class into the page, so
 * that the page's own style sheet colours it, in light and dark. Written directly into a comment,
 * SVG is refused by doclint, which knows no element of it.
 */
public final class DiagramTaglet implements Taglet {

  /** Made by the javadoc tool, which is told this class's name. */
  public DiagramTaglet() {}

  @Override
  public String getName() {
    return "diagram";
  }

  @Override
  public Set<Location> getAllowedLocations() {
    return Set.of(Location.OVERVIEW, Location.PACKAGE, Location.TYPE);
  }

  @Override
  public boolean isInlineTag() {
    return true;
  }

  /**
   * The picture in the place of the tag.
   *
   * @param tags the one tag
   * @param element what is documented
   * @return an {@code svg} element
   */
  @Override
  public String toString(List<? extends DocTree> tags, Element element) {
    String name =
        ((UnknownInlineTagTree) tags.get(0))
                .getContent().stream().map(DocTree::toString).collect(Collectors.joining()).trim()
            + ".svg";
    try (InputStream picture = DiagramTaglet.class.getResourceAsStream(name)) {
      if (picture == null) {
        throw new IllegalArgumentException(
            "{@diagram}: " + name + " (expected: a file beside the taglet's class)");
      }
      return new String(picture.readAllBytes(), StandardCharsets.UTF_8).trim();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
