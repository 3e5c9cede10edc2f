package io.elasticinference.testkit.controlplane;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The control plane's process: lines to it, lines from it, and its last words when it ends. */
final class ControlPlaneProcess {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration STOP = Duration.ofSeconds(20);

  private final Process process;
  private final List<String> errors = Collections.synchronizedList(new ArrayList<>());
  private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

  ControlPlaneProcess(Process process) {
    this.process = process;
    Thread unusedErrors = Lines.follow(process.errorReader(StandardCharsets.UTF_8), errors::add);
    Thread unusedAnswers = Lines.follow(process.inputReader(StandardCharsets.UTF_8), answers::add);
  }

  /** Sends a line and waits until it has been carried out. */
  synchronized void command(String line) {
    try {
      OutputStream in = process.getOutputStream();
      in.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      in.flush();
      expect("done " + line);
    } catch (IOException e) {
      throw new ControlPlaneException(
          "Local control plane: it has ended (expected: it runs until close()). Start another."
              + lastWords(),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ControlPlaneException(
          "Local control plane: interrupted at '"
              + line
              + "' (expected: until it is done). Close it, and start another.",
          e);
    }
  }

  /** Waits for the next line, which must start as given, and returns its rest. */
  String expect(String start) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      String line = answers.poll(100, TimeUnit.MILLISECONDS);
      if (line != null && line.startsWith(start)) {
        return line.substring(start.length());
      }
      boolean ended = line == null && !process.isAlive() && answers.isEmpty();
      if (line != null || ended || System.nanoTime() > end) {
        process.destroy();
        throw new ControlPlaneException(
            "Local control plane: "
                + (ended
                    ? "it ended"
                    : line == null ? "nothing came within " + PATIENCE : "'" + line + "' came")
                + " (expected: '"
                + start
                + "'). Start it again; if it stays, its last words say why."
                + lastWords(),
            null);
      }
    }
  }

  /** Ends it by ending its standard input, and returns when it is gone. */
  void stop() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // The process has ended already, which is what was wanted.
      process.destroy();
    }
    try {
      if (!process.waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      // It ends by itself and removes its folder; only the wait is over.
      process.destroy();
      Thread.currentThread().interrupt();
    }
  }

  private String lastWords() {
    synchronized (errors) {
      return errors.isEmpty() ? "" : " It said: " + String.join("\n", errors);
    }
  }
}
