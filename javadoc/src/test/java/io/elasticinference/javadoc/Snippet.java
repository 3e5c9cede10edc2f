package io.elasticinference.javadoc;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.EndElementTree;
import com.sun.source.doctree.LiteralTree;
import com.sun.source.doctree.StartElementTree;
import com.sun.source.doctree.TextTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.PackageTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * Java that people are shown, word for word.
 *
 * @param file where it stands
 * @param line the line at which it, or the comment around it, begins
 * @param text the Java
 */
record Snippet(Path file, long line, String text) {

  private static final Pattern HTML =
      Pattern.compile("<pre>\\{@code\\n(.*?)}</pre>", Pattern.DOTALL);

  /** All {@code <pre>} of the Javadoc below folders of sources, closed rooms left out. */
  static List<Snippet> ofJavadoc(List<Path> folders) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<Snippet> snippets = new ArrayList<>();
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null,
                  files,
                  null,
                  List.of("-proc:none"),
                  null,
                  files.getJavaFileObjectsFromPaths(sources(folders)));
      DocTrees trees = DocTrees.instance(task);
      for (CompilationUnitTree unit : task.parse()) {
        new Comments(trees, unit, snippets).scan(unit, null);
      }
    }
    return snippets;
  }

  private static List<Path> sources(List<Path> folders) throws IOException {
    List<Path> sources = new ArrayList<>();
    for (Path folder : folders) {
      try (Stream<Path> files = Files.walk(folder)) {
        files
            .filter(file -> file.toString().endsWith(".java"))
            .filter(file -> !file.toString().contains("/internal/"))
            .forEach(sources::add);
      }
    }
    return sources;
  }

  /** The code of a page that the javadoc tool reads. */
  static List<Snippet> ofHtml(Path page) throws IOException {
    String text = Files.readString(page);
    List<Snippet> snippets = new ArrayList<>();
    Matcher found = HTML.matcher(text);
    while (found.find()) {
      long line = text.substring(0, found.start()).lines().count() + 1;
      snippets.add(new Snippet(page, line, found.group(1)));
    }
    return snippets;
  }

  /** Walks through what can have a comment. */
  private static final class Comments extends TreePathScanner<@Nullable Void, @Nullable Void> {
    private final DocTrees trees;
    private final CompilationUnitTree unit;
    private final List<Snippet> found;

    Comments(DocTrees trees, CompilationUnitTree unit, List<Snippet> found) {
      this.trees = trees;
      this.unit = unit;
      this.found = found;
    }

    @Override
    public @Nullable Void visitPackage(PackageTree node, @Nullable Void unused) {
      read(node);
      return super.visitPackage(node, null);
    }

    @Override
    public @Nullable Void visitClass(ClassTree node, @Nullable Void unused) {
      read(node);
      return super.visitClass(node, null);
    }

    @Override
    public @Nullable Void visitMethod(MethodTree node, @Nullable Void unused) {
      read(node);
      return null; // what stands in a body is shown to nobody
    }

    @Override
    public @Nullable Void visitVariable(VariableTree node, @Nullable Void unused) {
      read(node);
      return null;
    }

    private void read(Tree tree) {
      DocCommentTree comment = trees.getDocCommentTree(getCurrentPath());
      if (comment == null) {
        return;
      }
      long line =
          unit.getLineMap().getLineNumber(trees.getSourcePositions().getStartPosition(unit, tree));
      StringBuilder text = null;
      for (DocTree part : comment.getFullBody()) {
        if (part instanceof StartElementTree start && start.getName().contentEquals("pre")) {
          text = new StringBuilder();
        } else if (part instanceof EndElementTree end && end.getName().contentEquals("pre")) {
          found.add(
              new Snippet(Path.of(unit.getSourceFile().getName()), line, String.valueOf(text)));
          text = null;
        } else if (text != null) {
          text.append(
              part instanceof LiteralTree literal
                  ? literal.getBody().getBody()
                  : part instanceof TextTree words ? words.getBody() : part.toString());
        }
      }
    }
  }

  @Override
  public String toString() {
    return file + ":" + line + "\n" + text;
  }
}
