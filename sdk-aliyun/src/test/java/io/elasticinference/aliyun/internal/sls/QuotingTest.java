package io.elasticinference.aliyun.internal.sls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Whatever a text holds, it stays one text: read back by the languages' own rules, it is itself.
 */
class QuotingTest {

  private static final String HOSTILE = "\\\"'|*():;-= \n\t% or and not select 1 -- /* ü日\u0000";

  @Test
  void search_isOneQuotedWord_forAnyText() {
    Random random = new Random(6);
    for (int i = 0; i < 20_000; i++) {
      String text = text(random);
      assertThat(readSearch(Quoting.search(text) + " | select 1")).isEqualTo(text);
    }
  }

  @Test
  void sql_isOneLiteral_forAnyText() {
    Random random = new Random(66);
    for (int i = 0; i < 20_000; i++) {
      String text = text(random);
      assertThat(readSql(Quoting.sql(text) + " or 1=1")).isEqualTo(text);
    }
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int left = random.nextInt(12); left > 0; left--) {
      text.append(
          random.nextBoolean()
              ? HOSTILE.charAt(random.nextInt(HOSTILE.length()))
              : (char) random.nextInt(0xD800));
    }
    return text.toString();
  }

  /** Reads a quoted word as SLS does: a backslash takes the next character as it is. */
  private static String readSearch(String query) {
    assertThat(query).startsWith("\"");
    StringBuilder word = new StringBuilder();
    int i = 1;
    for (; query.charAt(i) != '"'; i++) {
      if (query.charAt(i) == '\\') {
        i++;
      }
      word.append(query.charAt(i));
    }
    assertThat(query.substring(i + 1)).isEqualTo(" | select 1");
    return word.toString();
  }

  /** Reads a literal as SQL does: two quotes are one. */
  private static String readSql(String sql) {
    assertThat(sql).startsWith("'");
    StringBuilder literal = new StringBuilder();
    int i = 1;
    for (; sql.charAt(i) != '\'' || sql.startsWith("''", i); i++) {
      if (sql.charAt(i) == '\'') {
        i++;
      }
      literal.append(sql.charAt(i));
    }
    assertThat(sql.substring(i + 1)).isEqualTo(" or 1=1");
    return literal.toString();
  }
}
