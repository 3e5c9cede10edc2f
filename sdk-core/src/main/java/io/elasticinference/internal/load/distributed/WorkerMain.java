package io.elasticinference.internal.load.distributed;

import io.elasticinference.spi.PodJob;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The program of a worker pod: reads its task, sends its share, and tells of it on its standard
 * output. Ends with 0 when it has told its result, whatever became of the requests, else with 1.
 */
public final class WorkerMain {
  private WorkerMain() {}

  /**
   * Runs one worker.
   *
   * @param args the file in which the signal appears, and the folders with the parts of the input
   */
  public static void main(String[] args) {
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
    int code = 0;
    try {
      List<Path> input = Stream.of(args).skip(1).map(Path::of).toList();
      String index = System.getenv(PodJob.INDEX);
      if (index == null) {
        throw new IllegalArgumentException(
            PodJob.INDEX + " is not set (expected: a pod of an Indexed Job)");
      }
      new WorkerRun(
              WorkerTask.of(parts(input)),
              Integer.parseInt(index),
              Instant.parse(Files.readString(input.get(0).resolve("created")).strip()),
              Path.of(args[0]),
              line -> print(out, line))
          .run();
    } catch (InterruptedException | IOException | RuntimeException e) {
      print(out, LineCodec.problem(e.toString()));
      code = 1;
    }
    // A shutdown that has begun waits for this thread, which must not wait for the shutdown.
    if (code != 0) {
      Runtime.getRuntime().halt(code);
    }
  }

  private static void print(PrintStream out, String line) {
    synchronized (out) {
      out.print(line + "\n");
      out.flush();
    }
  }

  private static List<byte[]> parts(List<Path> folders) throws IOException {
    List<byte[]> parts = new ArrayList<>();
    for (Path folder : folders) {
      parts.add(Files.readAllBytes(folder.resolve("part")));
    }
    return parts;
  }
}
