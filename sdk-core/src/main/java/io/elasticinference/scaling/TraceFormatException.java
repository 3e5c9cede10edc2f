package io.elasticinference.scaling;

import io.elasticinference.ElasticInferenceException;
import org.jspecify.annotations.Nullable;

/** A traffic trace cannot be read; says in which line and what was expected there. */
public class TraceFormatException extends ElasticInferenceException {

  private static final long serialVersionUID = 1;

  private final long line;

  /**
   * Makes one.
   *
   * @param source the file's name
   * @param line the line, from 1; 0 where the file as a whole is wrong
   * @param observed what was found, with what was expected
   * @param hint what to do about it
   * @param cause what was caught; null where nothing was
   */
  public TraceFormatException(
      String source, long line, String observed, String hint, @Nullable Throwable cause) {
    super(source + (line > 0 ? ", line " + line : "") + ": " + observed, hint, false, cause);
    this.line = line;
  }

  /**
   * Where it is wrong.
   *
   * @return the line, from 1; 0 where the file as a whole is wrong
   */
  public long line() {
    return line;
  }
}
