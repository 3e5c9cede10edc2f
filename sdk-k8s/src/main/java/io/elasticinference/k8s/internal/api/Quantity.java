package io.elasticinference.k8s.internal.api;

import java.math.BigDecimal;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Kubernetes' quantities, in thousandths. Written in the canonical form (k8s.io/apimachinery,
 * pkg/api/resource): no fraction, and the largest suffix, so that the API server keeps the text as
 * it is.
 */
public final class Quantity {

  private static final long THOUSAND = 1000;
  private static final String[] SUFFIXES = {"m", "", "k", "M", "G", "T", "P", "E"};
  private static final Map<String, BigDecimal> FACTORS =
      Map.ofEntries(
          Map.entry("n", BigDecimal.valueOf(1, 9)),
          Map.entry("u", BigDecimal.valueOf(1, 6)),
          Map.entry("m", BigDecimal.valueOf(1, 3)),
          Map.entry("", BigDecimal.ONE),
          Map.entry("k", BigDecimal.valueOf(1, -3)),
          Map.entry("M", BigDecimal.valueOf(1, -6)),
          Map.entry("G", BigDecimal.valueOf(1, -9)),
          Map.entry("T", BigDecimal.valueOf(1, -12)),
          Map.entry("P", BigDecimal.valueOf(1, -15)),
          Map.entry("E", BigDecimal.valueOf(1, -18)),
          Map.entry("Ki", BigDecimal.valueOf(1L << 10)),
          Map.entry("Mi", BigDecimal.valueOf(1L << 20)),
          Map.entry("Gi", BigDecimal.valueOf(1L << 30)),
          Map.entry("Ti", BigDecimal.valueOf(1L << 40)),
          Map.entry("Pi", BigDecimal.valueOf(1L << 50)),
          Map.entry("Ei", BigDecimal.valueOf(1L << 60)));

  private Quantity() {}

  /** Writes a quantity: {@code 10} for 10000, {@code 2500m} for 2500. */
  public static String ofMilli(long milli) {
    long value = milli;
    int suffix = 0;
    while (value != 0 && value % THOUSAND == 0 && suffix < SUFFIXES.length - 1) {
      value /= THOUSAND;
      suffix++;
    }
    return value == 0 ? "0" : value + SUFFIXES[suffix];
  }

  /** Reads a quantity; empty where it is none. */
  public static OptionalLong toMilli(String text) {
    int end = text.length();
    while (end > 0 && Character.isLetter(text.charAt(end - 1))) {
      end--;
    }
    BigDecimal factor = FACTORS.get(text.substring(end));
    try {
      return factor == null
          ? OptionalLong.empty()
          : OptionalLong.of(
              new BigDecimal(text.substring(0, end))
                  .multiply(factor)
                  .movePointRight(3)
                  .setScale(0, java.math.RoundingMode.CEILING)
                  .longValueExact());
    } catch (ArithmeticException | NumberFormatException e) {
      return OptionalLong.empty();
    }
  }
}
