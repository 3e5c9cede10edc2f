package io.elasticinference.testkit.sls.internal.query;

import io.elasticinference.testkit.sls.FieldType;
import io.elasticinference.testkit.sls.IndexField;
import io.elasticinference.testkit.sls.LogIndex;
import io.elasticinference.testkit.sls.internal.store.LogRow;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Predicate;

/** Makes of a search, and the index that it is to be answered from, a test for rows. */
public final class SearchMatcher {

  /** Fields that every log has and that need no index. */
  private static final Set<String> RESERVED = Set.of("__topic__", "__source__");

  private final LogIndex index;

  private SearchMatcher(LogIndex index) {
    this.index = index;
  }

  /**
   * Compiles a search.
   *
   * @param search the search
   * @param index the log store's index
   * @return a test that a row passes when the search finds it
   * @throws QueryException if the index cannot answer the search
   */
  public static Predicate<LogRow> compile(Search search, LogIndex index) {
    return new SearchMatcher(index).test(search);
  }

  private Predicate<LogRow> test(Search search) {
    if (search instanceof Search.Not not) {
      return test(not.operand()).negate();
    } else if (search instanceof Search.And and) {
      List<Predicate<LogRow>> all = and.operands().stream().map(this::test).toList();
      return row -> all.stream().allMatch(test -> test.test(row));
    } else if (search instanceof Search.Or or) {
      List<Predicate<LogRow>> any = or.operands().stream().map(this::test).toList();
      return row -> any.stream().anyMatch(test -> test.test(row));
    } else if (search instanceof Search.Exists exists) {
      field(exists.field());
      return row -> row.value(exists.field()) != null;
    } else if (search instanceof Search.Range range) {
      return range(range);
    } else if (search instanceof Search.Word word) {
      String field = word.field();
      return field == null ? anywhere(word) : inField(field, word);
    }
    return row -> true;
  }

  private Predicate<LogRow> range(Search.Range range) {
    if (field(range.field()).type() == FieldType.TEXT) {
      throw new QueryException(
          "key ("
              + range.field()
              + ") is text, so numbers cannot be compared; index it as long or double");
    }
    return row -> {
      String value = row.value(range.field());
      OptionalDouble number = value == null ? OptionalDouble.empty() : Numbers.parse(value);
      return number.isPresent() && within(range, number.getAsDouble());
    };
  }

  private static boolean within(Search.Range range, double number) {
    boolean above = range.lowIncluded() ? number >= range.low() : number > range.low();
    boolean below = range.highIncluded() ? number <= range.high() : number < range.high();
    return above && below;
  }

  private Predicate<LogRow> inField(String name, Search.Word word) {
    IndexField field = field(name);
    if (field.type() != FieldType.TEXT) {
      double number =
          Numbers.parse(word.word())
              .orElseThrow(
                  () ->
                      new QueryException(
                          "key (" + name + ") is a number, but '" + word.word() + "' is none"));
      return range(new Search.Range(name, number, true, number, true));
    }
    Predicate<String> test = words(field, word);
    return row -> {
      String value = row.value(name);
      return value != null && test.test(value);
    };
  }

  private Predicate<LogRow> anywhere(Search.Word word) {
    IndexField fullText =
        index
            .fullText()
            .orElseThrow(
                () -> new QueryException("full text index is off; name the key to search in"));
    Words words = new Words(fullText.delimiters());
    List<WordPattern> patterns = patterns(fullText, words, word);
    String phrase = word.kind() == Search.Kind.PHRASE ? word.word() : "";
    return row -> {
      boolean phraseFound = phrase.isEmpty();
      for (int i = 0; i < row.keys().names().size() && !phraseFound; i++) {
        phraseFound = contains(row.value(i), phrase, fullText.caseSensitive());
      }
      return phraseFound && patterns.stream().allMatch(pattern -> anyValue(row, words, pattern));
    };
  }

  private static boolean anyValue(LogRow row, Words words, WordPattern pattern) {
    for (int i = 0; i < row.keys().names().size(); i++) {
      if (words.anyMatch(row.value(i), pattern)) {
        return true;
      }
    }
    return false;
  }

  private static Predicate<String> words(IndexField field, Search.Word word) {
    if (word.word().isEmpty()) {
      return String::isEmpty;
    }
    Words words = new Words(field.delimiters());
    List<WordPattern> patterns = patterns(field, words, word);
    Predicate<String> all =
        value -> patterns.stream().allMatch(pattern -> words.anyMatch(value, pattern));
    return word.kind() == Search.Kind.PHRASE
        ? value -> contains(value, word.word(), field.caseSensitive()) && all.test(value)
        : all;
  }

  /** What is looked for is parted into words just as the values are; all of them must be there. */
  private static List<WordPattern> patterns(IndexField field, Words words, Search.Word word) {
    boolean wildcards = word.kind() == Search.Kind.BARE;
    return words.split(word.word(), wildcards).stream()
        .map(part -> new WordPattern(part, field.caseSensitive(), wildcards))
        .toList();
  }

  private static boolean contains(String value, String phrase, boolean caseSensitive) {
    for (int i = 0; i + phrase.length() <= value.length(); i++) {
      if (value.regionMatches(!caseSensitive, i, phrase, 0, phrase.length())) {
        return true;
      }
    }
    return false;
  }

  private IndexField field(String name) {
    IndexField field = index.fields().get(name);
    if (field != null) {
      return field;
    }
    if (RESERVED.contains(name)) {
      return IndexField.text();
    }
    throw new QueryException(
        "key ("
            + name
            + ") is not config as key value config,if symbol : is in your log,please wrap"
            + " : with quotation mark \"");
  }
}
