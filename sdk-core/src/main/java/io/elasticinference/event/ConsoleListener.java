package io.elasticinference.event;

import io.elasticinference.PlannedChange;
import java.io.Console;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Tells a person what happens: on a terminal a bar that is drawn over itself, elsewhere a plain
 * line for each tenth of an upload, and for each minute. Progress never goes backwards. A stress
 * test has a line that is drawn over itself each second, or a plain one every five seconds.
 *
 * <pre>{@code
 * InferenceClient client = InferenceClient.builder().listener(ConsoleListener.standardOutput()).build();
 * }</pre>
 */
public final class ConsoleListener implements ServiceListener {

  private static final int BAR_WIDTH = 30;
  private static final double MIB = 1024.0 * 1024.0;

  /** A run of an hour is 720 lines in a log file, which can still be read. */
  private static final int LOAD_SECONDS = 5;

  private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final PrintStream out;
  private final boolean terminal;
  private final LongSupplier nanos;
  private final DrawnLine drawn;
  private int lastTenth = -1;
  private long lastLine;

  /**
   * A listener that writes to a stream.
   *
   * @param out where to write
   * @param terminal whether a line may be drawn over
   */
  public ConsoleListener(PrintStream out, boolean terminal) {
    this(out, terminal, System::nanoTime);
  }

  ConsoleListener(PrintStream out, boolean terminal, LongSupplier nanos) {
    this.out = out;
    this.terminal = terminal;
    this.drawn = new DrawnLine(out);
    this.nanos = nanos;
    this.lastLine = nanos.getAsLong();
  }

  /**
   * A listener that writes to standard output, and draws where that is a terminal.
   *
   * @return the listener
   */
  public static ConsoleListener standardOutput() {
    return new ConsoleListener(System.out, standardOutputIsTerminal());
  }

  // From JDK 22 on there is a console even where output is redirected, and it can be asked
  // (JDK-8309155).
  @SuppressWarnings("SystemConsoleNull")
  private static boolean standardOutputIsTerminal() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException e) {
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }

  @Override
  public synchronized void onEvent(ServiceEvent event) {
    if (event instanceof ServiceEvent.TransferProgress progress) {
      transfer(progress);
      return;
    }
    if (event instanceof ServiceEvent.LoadProgress progress) {
      load(progress);
      return;
    }
    drawn.leave(); // also the bar of an upload that did not end
    if (event instanceof ServiceEvent.ObjectApplied applied) {
      PlannedChange change = applied.change();
      out.printf("  %-9s %s%n", change.action().name().toLowerCase(Locale.ROOT), change.object());
    } else if (event instanceof ServiceEvent.StatusChanged changed) {
      out.println("  " + changed.status());
    } else if (event instanceof ServiceEvent.LoadWaiting waiting) {
      out.println("  load waits: " + waiting.what());
    } else if (event instanceof ServiceEvent.LoadFinished finished) {
      out.println(finished.report());
    } else if (event instanceof ServiceEvent.StageFinished finished) {
      lastTenth = -1;
      out.printf(
          Locale.ROOT,
          "%s: %s done in %.2f s%n",
          finished.service(),
          finished.stage().name().toLowerCase(Locale.ROOT),
          finished.took().toMillis() / 1000.0);
    }
  }

  private void transfer(ServiceEvent.TransferProgress progress) {
    double share =
        progress.totalBytes() == 0 ? 1 : (double) progress.doneBytes() / progress.totalBytes();
    boolean done =
        progress.doneBytes() == progress.totalBytes()
            && progress.doneFiles() == progress.totalFiles();
    if (terminal) {
      bar(share, words(progress), done);
      return;
    }
    int tenth = (int) (share * 10);
    boolean late = nanos.getAsLong() - lastLine >= MINUTE_NANOS;
    if (done || late || tenth > lastTenth) {
      lastTenth = done ? -1 : Math.max(tenth, lastTenth);
      lastLine = nanos.getAsLong();
      String what = progress instanceof ServiceEvent.UploadProgress ? "upload    " : "download  ";
      out.println("  " + what + words(progress));
    }
  }

  private void bar(double share, String words, boolean done) {
    int filled = (int) (share * BAR_WIDTH);
    drawn.draw("  [" + "=".repeat(filled) + " ".repeat(BAR_WIDTH - filled) + "]  " + words);
    if (done) {
      drawn.leave();
    }
  }

  private void load(ServiceEvent.LoadProgress progress) {
    if (terminal) {
      drawn.draw(LoadLine.of(progress));
    } else if (progress.sample().second() % LOAD_SECONDS == 0) {
      out.println(LoadLine.of(progress));
    }
  }

  private static String words(ServiceEvent.TransferProgress progress) {
    String words =
        String.format(
            Locale.ROOT,
            "%.1f of %.1f MiB, %d of %d files",
            progress.doneBytes() / MIB,
            progress.totalBytes() / MIB,
            progress.doneFiles(),
            progress.totalFiles());
    if (progress.bytesPerSecond() == 0) {
      return words;
    }
    return words
        + String.format(Locale.ROOT, ", %.1f MiB/s", progress.bytesPerSecond() / MIB)
        + progress
            .remaining()
            .filter(left -> !left.isZero())
            .map(left -> ", " + time(left) + " left")
            .orElse("");
  }

  /** As short as one looks at it: {@code 8 s}, {@code 12 min}, {@code 3 h 20 min}. */
  private static String time(Duration left) {
    long seconds = left.plusMillis(999).toSeconds();
    if (seconds < 120) {
      return seconds + " s";
    }
    long minutes = (seconds + 59) / 60;
    return minutes < 120 ? minutes + " min" : minutes / 60 + " h " + minutes % 60 + " min";
  }
}
