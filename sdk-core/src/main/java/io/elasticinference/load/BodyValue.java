package io.elasticinference.load;

import io.elasticinference.internal.load.Check;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a place of a {@link BodyTemplate} is filled. Data and no code, so that it can be sent to
 * other machines, which then make bodies of their own. Arguments out of range are refused with an
 * IllegalArgumentException.
 */
public sealed interface BodyValue {
  /** The longest list that fills one place. */
  int LONGEST_LIST = 1_000_000;

  /**
   * Chooses a value.
   *
   * @param random decides
   * @return the value as JSON
   */
  String drawn(SplittableRandom random);

  /**
   * One of several texts.
   *
   * @param texts at least one; quoted and escaped as JSON when they are drawn
   */
  record Texts(List<String> texts) implements BodyValue {
    public Texts {
      Check.argument(!texts.isEmpty(), "texts", texts, "at least one text");
      texts = List.copyOf(texts);
    }

    @Override
    public String drawn(SplittableRandom random) {
      return quoted(texts.get(random.nextInt(texts.size())));
    }
  }

  /**
   * A whole number.
   *
   * @param from the lowest
   * @param to one above the highest
   */
  record Whole(long from, long to) implements BodyValue {
    public Whole {
      Check.argument(from < to, "whole", from + " to " + to, "from below to");
    }

    @Override
    public String drawn(SplittableRandom random) {
      return Long.toString(random.nextLong(from, to));
    }
  }

  /**
   * A list of whole numbers.
   *
   * @param length how many, 0 to {@value BodyValue#LONGEST_LIST}
   * @param from the lowest
   * @param to one above the highest
   */
  record Wholes(int length, long from, long to) implements BodyValue {
    public Wholes {
      checkLength(length);
      Check.argument(from < to, "wholes", from + " to " + to, "from below to");
    }

    @Override
    public String drawn(SplittableRandom random) {
      return list(length, () -> Long.toString(random.nextLong(from, to)));
    }
  }

  /**
   * A list of numbers.
   *
   * @param length how many, 0 to {@value BodyValue#LONGEST_LIST}
   * @param from the lowest
   * @param to not reached
   */
  record Decimals(int length, double from, double to) implements BodyValue {
    public Decimals {
      checkLength(length);
      Check.argument(
          from < to && Double.isFinite(to - from), "decimals", from + " to " + to, "from below to");
    }

    @Override
    public String drawn(SplittableRandom random) {
      return list(length, () -> Double.toString(random.nextDouble(from, to)));
    }
  }

  private static void checkLength(int length) {
    Check.argument(length >= 0 && length <= LONGEST_LIST, "length", length, "0 to " + LONGEST_LIST);
  }

  private static String list(int length, Supplier<String> item) {
    return Stream.generate(item).limit(length).collect(Collectors.joining(", ", "[", "]"));
  }

  private static String quoted(String text) {
    StringBuilder json = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < ' ') {
        json.append(String.format("\\u%04x", (int) c));
      } else {
        json.append(c);
      }
    }
    return json.append('"').toString();
  }
}
