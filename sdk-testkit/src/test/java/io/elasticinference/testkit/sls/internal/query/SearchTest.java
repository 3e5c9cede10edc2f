package io.elasticinference.testkit.sls.internal.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elasticinference.testkit.sls.LogIndex;
import io.elasticinference.testkit.sls.internal.Rows;
import io.elasticinference.testkit.sls.internal.store.LogRow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Parser and matcher together, on one row of an access log. */
class SearchTest {

  private final LogRow row =
      Rows.row(
          "method", "POST",
          "url", "/v1/models/bert:predict?a=b",
          "status", "200",
          "request_time", "0.250",
          "upstream_status", "-",
          "remote_user", "",
          "http_user_agent", "Apache-HttpClient/5.3 (Java/17)",
          "proxy_upstream_name", "default-bert-v1-tensorflow-serving-8501",
          "__topic__", "access");

  private boolean finds(String search) {
    return SearchMatcher.compile(SearchParser.parse(search), LogIndex.nginxIngress()).test(row);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "  ",
        "*",
        "* and proxy_upstream_name: default-bert-v1-tensorflow-serving-8501",
        "* and proxy_upstream_name: *",
        "proxy_upstream_name:DEFAULT-bert-v1-tensorflow-serving-8501",
        "proxy_upstream_name: default-bert-*",
        "proxy_upstream_name: default-b?rt-*-8501",
        "status:200",
        "status: 2e2",
        "status = 200",
        "status >= 200 and status<300",
        "status in [200 299]",
        "status in [100, 200]",
        "STATUS or status in (199 201)",
        "request_time > 0.2",
        "request_time <= .25",
        "not status: 404",
        "NOT (status: 404 or status: 500)",
        "status: 404 or method: post",
        "method: POST status: 200",
        "method: POST not status: 500",
        "method: POST AND not not status: 200",
        "predict",
        "\"predict\"",
        "url: predict and url: bert and url: models",
        "url: /v1/models/bert",
        "url: \"models/v1\"",
        "url: #\"models/bert:predict\"",
        "http_user_agent: \"Apache-HttpClient/5.3 (Java/17)\"",
        "remote_user: \"\"",
        "remote_user: *",
        "__topic__: access",
        "a or b or \"and\" or status: 200",
        "(((status: 200)))",
      })
  void search_findsTheRow(String search) {
    assertThat(finds(search)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "proxy_upstream_name: default-bert-v1-tensorflow-serving",
        "proxy_upstream_name: bert",
        "proxy_upstream_name: \"default-bert-*\"",
        "status: 20",
        "status > 200",
        "status in (200 300]",
        "status in [100 200)",
        "status in [300 200]",
        "request_time < 0.25",
        "upstream_status >= 0",
        "upstream_status: 0",
        "not status: 200",
        "status: 404 or method: get",
        "status: 404 and method: post",
        "method: POST not status: 200",
        "status: 200 and (method: get or method: put)",
        "predictx",
        "pred",
        "url: #\"models/predict\"",
        "x_forward_for: *",
        "method: \"\"",
        "\"or\"",
      })
  void search_doesNotFindTheRow(String search) {
    assertThat(finds(search)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(",
        ")",
        "(status: 200",
        "status: 200)",
        "status:",
        ": 200",
        "and",
        "status: 200 and",
        "status: 200 or or method: get",
        "not",
        "status >",
        "status > abc",
        "status > \"1\"",
        "status >= 0x10",
        "status > NaN",
        "status > 1d",
        "status in [200]",
        "status in [200 300",
        "status in [200 300>",
        "method > 5",
        "method in [1 2]",
        "status: abc",
        "status: 2*",
        "nosuchkey: 1",
        "nosuchkey > 1",
        "nosuchkey: *",
        "host: a:80",
        "\"open",
        "url: *predict",
        "?predict",
        "a = b",
      })
  void search_isRefused(String search) {
    assertThatThrownBy(() -> finds(search)).isInstanceOf(QueryException.class);
  }

  @Test
  void search_bindsAndCloserThanOr() {
    assertThat(SearchParser.parse("a or b and c")).isEqualTo(SearchParser.parse("a or (b and c)"));
    assertThat(SearchParser.parse("a and b or c")).isEqualTo(SearchParser.parse("(a and b) or c"));
    assertThat(SearchParser.parse("not a b")).isEqualTo(SearchParser.parse("(not a) and b"));
  }

  @Test
  void search_namesTheKey_whenItIsNotIndexed() {
    assertThatThrownBy(() -> finds("secret: 1")).hasMessageContaining("key (secret)");
  }

  @Test
  void search_isRefused_whenItIsNestedTooDeep() {
    String deep = "(".repeat(100_000) + "a" + ")".repeat(100_000);
    assertThatThrownBy(() -> finds(deep))
        .isInstanceOf(QueryException.class)
        .hasMessageContaining("deep");
    assertThatThrownBy(() -> finds("not ".repeat(100_000) + "a"))
        .isInstanceOf(QueryException.class);
  }
}
