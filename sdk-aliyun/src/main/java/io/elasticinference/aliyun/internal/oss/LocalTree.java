package io.elasticinference.aliyun.internal.oss;

import io.elasticinference.ModelUploadException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The files of one version of a model on this machine. */
final class LocalTree extends SimpleFileVisitor<Path> {

  private static final int MOST_TOLD = 10;

  private final Path directory;
  private final List<LocalFile> files = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  private LocalTree(Path directory) {
    this.directory = directory;
  }

  /**
   * Lists all files below a folder in the order of their names: links followed, hidden files too.
   *
   * @throws ModelUploadException where there are none, or some cannot be sent; names each
   */
  static List<LocalFile> read(Path directory) {
    LocalTree tree = new LocalTree(directory);
    try {
      Files.walkFileTree(
          directory, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, tree);
    } catch (IOException e) {
      throw tree.failure(e.toString(), e);
    }
    if (!tree.problems.isEmpty()) {
      throw tree.failure(tree.problems(), null);
    }
    if (tree.files.isEmpty()) {
      throw tree.failure("no files", null);
    }
    tree.files.sort(Comparator.comparing(LocalFile::name));
    return tree.files;
  }

  @Override
  public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
    String name = name(path);
    if (name.equals(VersionManifest.NAME)) {
      return FileVisitResult.CONTINUE;
    }
    if (attributes.isSymbolicLink()) {
      problem(path, "a link to nothing");
    } else if (!attributes.isRegularFile()) {
      problem(path, "neither a file nor a folder");
    } else if (!Files.isReadable(path)) {
      problem(path, "may not be read");
    } else {
      files.add(LocalFile.of(path, name, attributes));
    }
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFileFailed(Path path, IOException e) {
    if (e instanceof FileSystemLoopException) {
      problem(path, "a link to a folder that it is in");
    } else if (e instanceof AccessDeniedException) {
      problem(path, "may not be read");
    } else if (e instanceof NoSuchFileException) {
      problem(path, "is not there");
    } else {
      problem(path, e.toString());
    }
    return FileVisitResult.CONTINUE;
  }

  private void problem(Path path, String what) {
    problems.add(path.equals(directory) ? what : name(path) + ": " + what);
  }

  private String problems() {
    String told = String.join("; ", problems.subList(0, Math.min(MOST_TOLD, problems.size())));
    int more = problems.size() - MOST_TOLD;
    return more > 0 ? told + "; and " + more + " more" : told;
  }

  private String name(Path file) {
    List<String> parts = new ArrayList<>();
    directory.relativize(file).forEach(part -> parts.add(part.toString()));
    return String.join("/", parts);
  }

  private ModelUploadException failure(String observed, @Nullable Throwable cause) {
    return new ModelUploadException(
        "Model folder "
            + directory
            + ": "
            + observed
            + " (expected: the files of one version, all to be read).",
        "Check the path that upload(..) names, and what is in it.",
        false,
        cause);
  }
}
