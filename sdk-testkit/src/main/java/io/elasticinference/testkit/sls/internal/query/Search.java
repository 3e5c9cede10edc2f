package io.elasticinference.testkit.sls.internal.query;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A search, as a tree. */
public sealed interface Search {

  /** Every log. */
  record All() implements Search {}

  /**
   * The logs that the operand does not match.
   *
   * @param operand what must not match
   */
  record Not(Search operand) implements Search {}

  /**
   * The logs that all operands match.
   *
   * @param operands two or more
   */
  record And(List<Search> operands) implements Search {}

  /**
   * The logs that any operand matches.
   *
   * @param operands two or more
   */
  record Or(List<Search> operands) implements Search {}

  /**
   * A word, in one field or anywhere.
   *
   * @param field the field, or null for any
   * @param word what is looked for
   * @param kind how
   */
  record Word(@Nullable String field, String word, Kind kind) implements Search {}

  /** How a word is looked for. */
  enum Kind {
    /** Bare: {@code *} and {@code ?} stand for other characters. */
    BARE,
    /** In quotation marks: every character stands for itself. */
    QUOTED,
    /** {@code #"..."}: the words in this order. */
    PHRASE
  }

  /**
   * A field that is there, whatever its value: {@code field: *}.
   *
   * @param field the field
   */
  record Exists(String field) implements Search {}

  /**
   * A number within bounds: {@code field > 1}, {@code field in [1 2)}.
   *
   * @param field the field
   * @param low the lower bound, maybe negative infinity
   * @param lowIncluded whether it is included
   * @param high the upper bound, maybe infinity
   * @param highIncluded whether it is included
   */
  record Range(String field, double low, boolean lowIncluded, double high, boolean highIncluded)
      implements Search {}
}
