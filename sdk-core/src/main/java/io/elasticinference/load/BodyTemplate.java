package io.elasticinference.load;

import io.elasticinference.internal.load.Check;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * JSON bodies of one form with values that differ. Each <code>${name}</code> stands for one JSON
 * value, which is filled in quoted and escaped where it is text. Immutable; every method answers a
 * changed copy. The same seed gives the same bodies.
 *
 * <pre>{@code
 * BodyTemplate.of("{\"instances\": [{\"ids\": ${ids}, \"text\": ${text}}]}")
 *     .wholes("ids", 128, 0, 21128)
 *     .texts("text", List.of("好评", "差评"))
 *     .bodies(1000);
 * }</pre>
 */
public final class BodyTemplate {
  private static final Pattern PLACE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_.-]*)}");
  private static final int MOST_BODIES = 1_000_000;

  private final String template;
  private final Map<String, BodyValue> values;
  private final long seed;

  private BodyTemplate(String template, Map<String, BodyValue> values, long seed) {
    this.template = template;
    this.values = values;
    this.seed = seed;
  }

  /**
   * Begins with a text.
   *
   * @param template JSON in which <code>${name}</code> stands for a value
   * @return a template whose values are still to be said
   */
  public static BodyTemplate of(String template) {
    return new BodyTemplate(template, Map.of(), 1);
  }

  /**
   * Fills a place with one of several texts, chosen by chance.
   *
   * @param name the place's name
   * @param texts at least one; quoted and escaped as JSON
   * @return a copy
   * @throws IllegalArgumentException when there is none, or the template has no such place
   */
  public BodyTemplate texts(String name, List<String> texts) {
    return named(name, () -> new BodyValue.Texts(texts));
  }

  /**
   * Fills a place with a whole number, chosen by chance.
   *
   * @param name the place's name
   * @param from the lowest
   * @param to one above the highest
   * @return a copy
   * @throws IllegalArgumentException when there is no number between, or no such place
   */
  public BodyTemplate whole(String name, long from, long to) {
    return named(name, () -> new BodyValue.Whole(from, to));
  }

  /**
   * Fills a place with a list of whole numbers, chosen by chance, as token ids are.
   *
   * @param name the place's name
   * @param length how many, 0 to 1,000,000
   * @param from the lowest
   * @param to one above the highest
   * @return a copy
   * @throws IllegalArgumentException when a number is out of range, or there is no such place
   */
  public BodyTemplate wholes(String name, int length, long from, long to) {
    return named(name, () -> new BodyValue.Wholes(length, from, to));
  }

  /**
   * Fills a place with a list of numbers, chosen by chance, as the features of an instance are.
   *
   * @param name the place's name
   * @param length how many, 0 to 1,000,000
   * @param from the lowest
   * @param to not reached
   * @return a copy
   * @throws IllegalArgumentException when a number is out of range, or there is no such place
   */
  public BodyTemplate decimals(String name, int length, double from, double to) {
    return named(name, () -> new BodyValue.Decimals(length, from, to));
  }

  /**
   * Chooses other values by chance.
   *
   * @param newSeed 1 unless set
   * @return a copy
   */
  public BodyTemplate seed(long newSeed) {
    return new BodyTemplate(template, values, newSeed);
  }

  /** Says in whose value something is wrong. */
  private BodyTemplate named(String name, Supplier<BodyValue> value) {
    BodyValue made;
    try {
      made = value.get();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(name + ", " + e.getMessage(), e);
    }
    return value(name, made);
  }

  /**
   * Fills a place with a value of any kind.
   *
   * @param name the place's name
   * @param value how it is chosen
   * @return a copy
   * @throws IllegalArgumentException when there is no such place
   */
  public BodyTemplate value(String name, BodyValue value) {
    Check.argument(places().contains(name), "name", name, "one of " + places());
    Map<String, BodyValue> more = new LinkedHashMap<>(values);
    more.put(name, value);
    return new BodyTemplate(template, more, seed);
  }

  /**
   * The form of the bodies.
   *
   * @return JSON in which <code>${name}</code> stands for a value
   */
  public String template() {
    return template;
  }

  /**
   * How places are filled.
   *
   * @return by name; unmodifiable
   */
  public Map<String, BodyValue> values() {
    return Collections.unmodifiableMap(values);
  }

  /**
   * What decides the choices.
   *
   * @return the seed; 1 unless set
   */
  public long seed() {
    return seed;
  }

  private List<String> places() {
    return PLACE.matcher(template).results().map(found -> found.group(1)).distinct().toList();
  }

  /**
   * Fills the template in.
   *
   * @param count how many bodies, 1 to 1,000,000, at most 256 MiB together
   * @return the bodies
   * @throws IllegalArgumentException when a place has no values, or the number is out of range
   */
  public RequestBodies bodies(int count) {
    Check.argument(count >= 1 && count <= MOST_BODIES, "count", count, "1 to 1000000");
    for (String name : places()) {
      Check.argument(
          values.containsKey(name), "${" + name + "}", "no values", "texts, whole, wholes, …");
    }
    SplittableRandom random = new SplittableRandom(seed);
    return RequestBodies.of(count, () -> filled(random), this);
  }

  private String filled(SplittableRandom random) {
    return PLACE
        .matcher(template)
        .replaceAll(place -> Matcher.quoteReplacement(value(place.group(1)).drawn(random)));
  }

  private BodyValue value(String name) {
    BodyValue value = values.get(name);
    if (value == null) {
      throw new IllegalStateException(
          "Body template: ${" + name + "} has no values (expected: some, before it is filled)");
    }
    return value;
  }

  /** The template as given. */
  @Override
  public String toString() {
    return template;
  }
}
