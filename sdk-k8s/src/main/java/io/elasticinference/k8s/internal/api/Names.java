package io.elasticinference.k8s.internal.api;

import io.elasticinference.InvalidSpecException;
import io.elasticinference.Violation;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Guards URLs and selectors: a name that no object can have is refused instead of being sent, so
 * that none can widen what a list or delete is about.
 */
public final class Names {

  private static final Pattern OBJECT_NAME =
      Pattern.compile("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?");
  private static final Pattern LABEL_VALUE =
      Pattern.compile("[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?");

  private Names() {}

  /** A part of a path that names an object or namespace. */
  static String segment(String name) {
    if (!OBJECT_NAME.matcher(name).matches()) {
      throw refused(
          "name", name, "at most 253 of a-z, 0-9, '-' and '.', letters or digits at both ends");
    }
    return name;
  }

  /** One term of a label selector. */
  public static String labelIs(String label, String value) {
    if (!LABEL_VALUE.matcher(value).matches()) {
      throw refused(
          "name",
          value,
          "at most 63 letters, digits, '-', '_' and '.', letters or digits at both ends");
    }
    return label + "=" + value;
  }

  private static InvalidSpecException refused(String name, String value, String expected) {
    return new InvalidSpecException(List.of(new Violation(name, value, expected)));
  }
}
