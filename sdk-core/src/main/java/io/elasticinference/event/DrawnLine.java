package io.elasticinference.event;

import java.io.PrintStream;

/** A line of a terminal that is drawn over itself until it is done. */
final class DrawnLine {

  private final PrintStream out;

  /** How long the line is that stands there; 0 where there is none. */
  private int length;

  DrawnLine(PrintStream out) {
    this.out = out;
  }

  /** Draws over what stands there, and hides all of it. */
  void draw(String line) {
    out.print("\r" + line + " ".repeat(Math.max(0, length - line.length())));
    out.flush();
    length = line.length();
  }

  /** Leaves the line as it is, if there is one; the next is drawn below. */
  void leave() {
    if (length > 0) {
      out.println();
      length = 0;
    }
  }
}
