package io.elasticinference.internal.load;

import io.elasticinference.load.FailureKind;
import org.jspecify.annotations.Nullable;

/**
 * How a call ended.
 *
 * @param status the code that the server answered; {@link #NONE} when it answered none
 * @param failure what went wrong; null when nothing did
 * @param example what was seen, for the report
 */
public record CallEnd(int status, @Nullable FailureKind failure, String example) {
  /** No status. */
  public static final int NONE = -1;

  /** Never sent: there was no room on any connection before its time was over. */
  public static final CallEnd DROPPED = new CallEnd(NONE, null, "");

  /**
   * Whether it was given up unsent.
   *
   * @return true for {@link #DROPPED}
   */
  public boolean dropped() {
    return status == NONE && failure == null;
  }
}
