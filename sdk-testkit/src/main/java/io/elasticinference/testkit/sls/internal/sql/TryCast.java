package io.elasticinference.testkit.sls.internal.sql;

import io.elasticinference.testkit.sls.internal.query.Numbers;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** {@code try_cast} to numbers: null where a text is none. H2 calls these methods. */
public final class TryCast {

  private TryCast() {}

  /**
   * Reads a whole number.
   *
   * @param text digits, or null
   * @return the number; null where it is none
   */
  public static @Nullable Long bigint(@Nullable String text) {
    try {
      return text == null ? null : Long.valueOf(text.strip());
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /**
   * Reads a number.
   *
   * @param text a number, or null
   * @return the number; null where it is none
   */
  public static @Nullable Double number(@Nullable String text) {
    OptionalDouble number = text == null ? OptionalDouble.empty() : Numbers.parse(text);
    return number.isPresent() ? number.getAsDouble() : null;
  }
}
