package io.elasticinference.testkit.sls.internal.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.elasticinference.testkit.sls.LogIndex;
import io.elasticinference.testkit.sls.internal.Rows;
import io.elasticinference.testkit.sls.internal.store.LogRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Properties of the search language, on random trees, random rows and random text. Seeded. */
class SearchPropertyTest {

  private static final List<String> WORDS =
      List.of(
          "a",
          "GET",
          "x y",
          "q\"uote",
          "back\\slash",
          "and",
          "or",
          "not",
          "in",
          "(",
          "*",
          "200",
          "ü",
          "a:b");

  @Test
  void parse_isTheInverseOfPrinting() {
    Random random = new Random(20260731);
    for (int i = 0; i < 5_000; i++) {
      Search search = tree(random, 4);
      String text = SearchPrinter.print(search);
      assertThat(SearchParser.parse(text)).as(text).isEqualTo(search);
    }
  }

  @Test
  void matcher_agreesWithThePlainMeaning_onRandomTrees() {
    Random random = new Random(4);
    LogIndex index = LogIndex.nginxIngress();
    int found = 0;
    for (int i = 0; i < 5_000; i++) {
      Search search = tree(random, 4);
      LogRow row = row(random);
      boolean actual = SearchMatcher.compile(search, index).test(row);
      assertThat(actual).as(SearchPrinter.print(search)).isEqualTo(meaning(search, row));
      found += actual ? 1 : 0;
    }
    assertThat(found).isBetween(1_000, 4_000);
  }

  @Test
  void parse_eitherUnderstandsOrSaysWhy_onRandomText() {
    Random random = new Random(99);
    String alphabet = "ab:()[]<>=\"\\#*?|., \t\n'and or not in 12.5e-$;\u0000\uD83D\uDE00é";
    for (int i = 0; i < 50_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(24); length > 0; length--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      try {
        Search search = SearchParser.parse(text.toString());
        assertThat(SearchParser.parse(SearchPrinter.print(search)))
            .as(text.toString())
            .isEqualTo(search);
      } catch (QueryException e) {
        assertThat(e.getMessage()).isNotBlank();
      }
    }
  }

  private static Search tree(Random random, int depth) {
    int kind = depth == 0 ? 3 + random.nextInt(4) : random.nextInt(7);
    return switch (kind) {
      case 0 -> new Search.Not(tree(random, depth - 1));
      case 1 -> new Search.And(operands(random, depth, Search.And.class));
      case 2 -> new Search.Or(operands(random, depth, Search.Or.class));
      case 3 -> new Search.Exists(random.nextBoolean() ? "method" : "url");
      case 4 -> range(random);
      case 5 ->
          new Search.Word("method", WORDS.get(random.nextInt(WORDS.size())), Search.Kind.QUOTED);
      default -> new Search.Word(null, WORDS.get(random.nextInt(WORDS.size())), Search.Kind.QUOTED);
    };
  }

  /** The parser joins "a and b and c" in one node, so a node's operands are of another kind. */
  private static List<Search> operands(Random random, int depth, Class<?> not) {
    List<Search> operands = new ArrayList<>();
    while (operands.size() < 2 + random.nextInt(2)) {
      Search operand = tree(random, depth - 1);
      if (!not.isInstance(operand)) {
        operands.add(operand);
      }
    }
    return List.copyOf(operands);
  }

  private static Search range(Random random) {
    double low = random.nextInt(600) / 2.0;
    return new Search.Range(
        "status", low, random.nextBoolean(), low + random.nextInt(300), random.nextBoolean());
  }

  private static LogRow row(Random random) {
    return Rows.row(
        random.nextBoolean() ? "method" : "url",
        WORDS.get(random.nextInt(WORDS.size())),
        "status",
        random.nextInt(4) == 0 ? "-" : String.valueOf(random.nextInt(600)));
  }

  /** The meaning, written down a second time and without any cleverness. */
  private static boolean meaning(Search search, LogRow row) {
    if (search instanceof Search.Not not) {
      return !meaning(not.operand(), row);
    } else if (search instanceof Search.And and) {
      return and.operands().stream().allMatch(o -> meaning(o, row));
    } else if (search instanceof Search.Or or) {
      return or.operands().stream().anyMatch(o -> meaning(o, row));
    } else if (search instanceof Search.Exists exists) {
      return row.value(exists.field()) != null;
    } else if (search instanceof Search.Range range) {
      String text = row.value("status");
      if (text == null || text.equals("-")) {
        return false;
      }
      double value = Double.parseDouble(text);
      if (value == range.low() && !range.lowIncluded()) {
        return false;
      }
      if (value == range.high() && !range.highIncluded()) {
        return false;
      }
      return range.low() <= value && value <= range.high();
    } else if (search instanceof Search.Word word) {
      List<String> values =
          word.field() == null
              ? row.keys().names().stream().map(row::value).collect(Collectors.toList())
              : row.value(word.field()) == null ? List.of() : List.of(row.value(word.field()));
      List<String> words = values.stream().flatMap(v -> parts(v).stream()).toList();
      return !values.isEmpty() && words.containsAll(parts(word.word()));
    }
    throw new AssertionError(search);
  }

  private static List<String> parts(String value) {
    List<String> parts = new ArrayList<>();
    for (String part :
        value.toLowerCase(java.util.Locale.ROOT).split("[, '\";=()\\[\\]{}?@&<>/:\\n\\t\\r]", -1)) {
      if (!part.isEmpty()) {
        parts.add(part);
      }
    }
    return parts;
  }
}
