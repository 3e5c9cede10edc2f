package io.elasticinference.testkit.sls.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParser;
import io.elasticinference.testkit.sls.internal.SlsException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QueryRequestTest {

  private static QueryRequest query(String text) {
    return QueryRequest.of(Map.of("from", "1", "to", "2", "query", text));
  }

  @Test
  void query_partsAtTheFirstBarOutsideQuotationMarks() {
    assertThat(query("a | select 1").search()).isEqualTo("a ");
    assertThat(query("a | select 1").statement()).isEqualTo("select 1");
    assertThat(query("\"a|b\" | select '|'").search()).isEqualTo("\"a|b\" ");
    assertThat(query("\"a\\\"|\" | select 1").search()).isEqualTo("\"a\\\"|\" ");
    assertThat(query("\"a|b\"").hasStatement()).isFalse();
    assertThat(query("a |").hasStatement()).isTrue();
  }

  @Test
  void of_readsNumbersAndTruthsOfJson_writtenEitherWay() {
    QueryRequest request =
        QueryRequest.of(
            JsonParser.parseString(
                    "{'from':1,'to':'9','line':500,'offset':3,'reverse':true,'topic':'t','session':null}")
                .getAsJsonObject());
    assertThat(request).isEqualTo(new QueryRequest(1, 9, "", "t", 100, 3, true));
  }

  @Test
  void of_refuses_whenTheWindowOrThePageMakesNoSense() {
    for (Map<String, String> bad :
        List.of(
            Map.of("from", "2", "to", "2"),
            Map.of("from", "3", "to", "2"),
            Map.of("to", "2"),
            Map.of("from", "x", "to", "2"),
            Map.of("from", "1", "to", "2", "line", "-2"),
            Map.of("from", "1", "to", "2", "offset", "-1"),
            Map.of("from", "1", "to", "2", "line", "1e3"))) {
      assertThatThrownBy(() -> QueryRequest.of(bad)).as("%s", bad).isInstanceOf(SlsException.class);
    }
  }
}
