package io.elasticinference.event;

import io.elasticinference.PlannedChange;
import java.io.Console;
import java.io.PrintStream;
import java.util.Locale;

/**
 * Tells a person what happens: on a terminal a bar that is drawn over itself, elsewhere a plain
 * line for each tenth of an upload. Progress never goes backwards.
 */
public final class ConsoleListener implements ServiceListener {

  private static final int BAR_WIDTH = 30;
  private static final double MIB = 1024.0 * 1024.0;

  private final PrintStream out;
  private final boolean terminal;
  private int lastTenth = -1;

  /**
   * A listener that writes to a stream.
   *
   * @param out where to write
   * @param terminal whether a line may be drawn over
   */
  public ConsoleListener(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
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
    if (event instanceof ServiceEvent.UploadProgress progress) {
      upload(progress);
    } else if (event instanceof ServiceEvent.ObjectApplied applied) {
      PlannedChange change = applied.change();
      out.printf("  %-9s %s%n", change.action().name().toLowerCase(Locale.ROOT), change.object());
    } else if (event instanceof ServiceEvent.StatusChanged changed) {
      out.println("  " + changed.status());
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

  private void upload(ServiceEvent.UploadProgress progress) {
    double share =
        progress.totalBytes() == 0 ? 1 : (double) progress.doneBytes() / progress.totalBytes();
    boolean done =
        progress.doneBytes() == progress.totalBytes()
            && progress.doneFiles() == progress.totalFiles();
    int tenth = (int) (share * 10);
    if (!terminal && !done && tenth <= lastTenth) {
      return;
    }
    lastTenth = Math.max(tenth, lastTenth);
    String line =
        String.format(
            Locale.ROOT,
            "  upload    %.1f of %.1f MiB, %d of %d files",
            progress.doneBytes() / MIB,
            progress.totalBytes() / MIB,
            progress.doneFiles(),
            progress.totalFiles());
    if (terminal) {
      int filled = (int) (share * BAR_WIDTH);
      out.print(
          "\r  [" + "=".repeat(filled) + " ".repeat(BAR_WIDTH - filled) + "]" + line.substring(10));
      if (done) {
        out.println();
      }
      out.flush();
    } else {
      out.println(line);
    }
  }
}
