package io.elasticinference.testkit.sls;

/**
 * How one field is indexed.
 *
 * @param type what its values are
 * @param delimiters the characters that part words; none: the whole value is one word
 * @param caseSensitive whether words differ by case
 */
public record IndexField(FieldType type, String delimiters, boolean caseSensitive) {

  /** The delimiters that ACK sets for its log stores. */
  static final String DELIMITERS = ", '\";=()[]{}?@&<>/:\n\t\r";

  /**
   * Makes a field of words.
   *
   * @return a text field with the usual delimiters, in which case does not matter
   */
  public static IndexField text() {
    return new IndexField(FieldType.TEXT, DELIMITERS, false);
  }

  /**
   * Makes a field of whole numbers.
   *
   * @return a long field
   */
  public static IndexField wholeNumber() {
    return new IndexField(FieldType.LONG, "", false);
  }

  /**
   * Makes a field of numbers.
   *
   * @return a double field
   */
  public static IndexField number() {
    return new IndexField(FieldType.DOUBLE, "", false);
  }
}
