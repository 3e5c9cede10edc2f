package io.elasticinference.testkit.controlplane;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.function.Consumer;

/** Reads what a process says. */
final class Lines {
  private Lines() {}

  /** Hands each line on, from a thread of its own, which ends with the process's output. */
  static Thread follow(BufferedReader lines, Consumer<String> each) {
    Thread reader =
        new Thread(
            () -> {
              try (lines) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                  each.accept(line);
                }
              } catch (IOException e) {
                each.accept("(its output could not be read: " + e.getMessage() + ")");
              }
            },
            "control-plane-output");
    reader.setDaemon(true);
    reader.start();
    return reader;
  }
}
