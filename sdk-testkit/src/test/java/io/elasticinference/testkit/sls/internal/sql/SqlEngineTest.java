package io.elasticinference.testkit.sls.internal.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elasticinference.testkit.sls.IndexField;
import io.elasticinference.testkit.sls.LogIndex;
import io.elasticinference.testkit.sls.internal.Rows;
import io.elasticinference.testkit.sls.internal.query.QueryException;
import io.elasticinference.testkit.sls.internal.store.LogRow;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqlEngineTest {

  private static final LogIndex INDEX = LogIndex.nginxIngress().and("User-Name", IndexField.text());

  /** 100 requests, 10 a second, latencies 0.01 to 1.00, every tenth failed with no upstream. */
  private static final List<LogRow> ROWS =
      Rows.rows(
          IntStream.rangeClosed(1, 100)
              .mapToObj(
                  i ->
                      Rows.log(
                          1_700_000_039 + (i + 9) / 10,
                          "status",
                          i % 10 == 0 ? "503" : "200",
                          "request_time",
                          String.valueOf(i / 100.0),
                          "request_length",
                          "150",
                          "upstream_response_time",
                          i % 10 == 0 ? "-" : "0.5",
                          "User-Name",
                          i % 2 == 0 ? "Ann" : "O'Neil",
                          "host",
                          "test.example.com"))
              .toList());

  private static SqlEngine engine;

  @BeforeAll
  static void start() {
    engine = new SqlEngine();
  }

  @AfterAll
  static void stop() {
    engine.close();
  }

  private static List<List<String>> run(String statement) {
    return engine.query(statement, INDEX, ROWS).rows();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "SELECT count(1) / 15 as value from log WHERE __time__ >= 1700000040  and __time__ < 1700000045 | 3",
        "SELECT avg(request_time) * 1000 as value from log | 505.0",
        "select approx_percentile(request_time, 0.50) * 1000 as value from log | 500.0",
        "select approx_percentile(request_time, 0.9999) * 1000 as value from log | 1000.0",
        "select approx_percentile(status, 0.95) from log | 503",
        "SELECT sum(request_length) / 15 as value from log | 1000",
        "SELECT sum(request_length) / 16 | 937",
        "select count(*) | 100",
        "select COUNT(1) FROM LOG | 100",
        "select count(upstream_response_time) | 90",
        "select count(distinct status) | 2",
        "select approx_distinct(host) | 1",
        "select count_if(status >= 500) | 10",
        "select round(sum(case when status >= 500 then 1 else 0 end) * 100.0 / count(1), 2) | 10.0",
        "select sum(if(status >= 500, 1, 0)) * 1.0 / count(1) | 0.1",
        "select max(request_time) - min(request_time) | 0.99",
        "select cast(avg(status) as bigint) | 230",
        "select count(1) where status in (200, 404) and request_time between 0.1 and 0.2 | 9",
        "select count(1) where \"User-Name\" = 'O''Neil' | 50",
        "select count(1) from log where host like 'test.%' and upstream_response_time is not null | 90",
        "select max(c) from (select __time__, count(1) as c from log group by __time__) | 10",
        "select log.host from log limit 1 | test.example.com",
        "select l.host from log l where l.status = 503 limit 1 | test.example.com",
        "select upper(concat(host, '!')) limit 1 | TEST.EXAMPLE.COM!",
        "select sum(request_time) from log where status = 404 | null",
        "select count(1) from log where status = 404; | 0",
        "select 7 / 2 limit 1 | 3",
        "select 7 / 2.0 limit 1 | 3.5",
        "select 1e3 limit 1 | 1000.0",
        "select count(1) from log a join log b on a.request_time = b.request_time | 100",
      })
  void query_answersOneValue(String statement, String expected) {
    assertThat(run(statement)).containsExactly(List.of(expected));
  }

  @Test
  void query_answersASeries_whenItGroupsByMinute() {
    SqlResult result =
        engine.query(
            "select __time__ - __time__ % 5 as time, count(1) as c, avg(request_time) as a from log"
                + " group by time order by time desc limit 1000",
            INDEX, ROWS);

    assertThat(result.labels()).containsExactly("time", "c", "a");
    assertThat(result.types()).containsExactly("bigint", "bigint", "double");
    assertThat(result.rows())
        .containsExactly(
            List.of("1700000045", "50", "0.755"), List.of("1700000040", "50", "0.255"));
  }

  @Test
  void query_groupsByPosition() {
    assertThat(run("select status, count(1) from log group by 1 order by 2"))
        .containsExactly(List.of("503", "10"), List.of("200", "90"));
    assertThat(run("select status + 1 s from log group by 1 having count(1) > 50"))
        .containsExactly(List.of("201"));
  }

  @Test
  void query_namesResultsByPosition_whenTheyHaveNoName() {
    assertThat(
            engine
                .query(
                    "select count(1), status, max(status) m, -status from log group by status",
                    INDEX,
                    ROWS)
                .labels())
        .containsExactly("_col0", "status", "m", "_col3");
  }

  @Test
  void query_answersEveryColumn_whenItAsksForAll() {
    SqlResult result = engine.query("select * from log limit 2", INDEX, ROWS);
    assertThat(result.labels()).contains("__time__", "status", "user-name").hasSize(3 + 22);
    assertThat(result.rows()).hasSize(2);
  }

  @Test
  void query_answersAHundredRows_whenItSetsNoLimit() {
    List<LogRow> many =
        Rows.rows(IntStream.range(0, 500).mapToObj(i -> Rows.log(i, "status", "1")).toList());
    assertThat(engine.query("select __time__ from log", INDEX, many).rows()).hasSize(100);
    assertThat(engine.query("select __time__ from log limit 400", INDEX, many).rows()).hasSize(400);
    assertThat(engine.query("select __time__ from log limit 300, 3", INDEX, many).rows())
        .containsExactly(List.of("300"), List.of("301"), List.of("302"));
  }

  @Test
  void query_joinsUnions() {
    assertThat(run("select count(1) from log union all select max(status) from log"))
        .containsExactly(List.of("100"), List.of("503"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "drop table log",
        "select 1; drop all objects",
        "select * from information_schema.users",
        "select * from \"INFORMATION_SCHEMA\".\"USERS\"",
        "select * from \"PUBLIC\".x",
        "select 1 from dual",
        "select 1 from sls_log(1)",
        "select * from SLS_LOG(1) as log",
        "select sls_sum(1)",
        "select file_read('/etc/passwd')",
        "select \"FILE_READ\"('/etc/passwd')",
        "select * from csvread('/etc/passwd')",
        "select csvwrite('/tmp/x', 'select 1')",
        "select link_schema('a','b','c','d','e','f')",
        "select database_path()",
        "select h2version()",
        "select memory_used()",
        "select abort_session(1)",
        "select session_id()",
        "select * from system_range(1, 1000000000)",
        "select 1 -- comment",
        "select 1 /* comment */",
        "select ? from log",
        "select $1",
        "select `status`",
        "select count(1) from log for update",
        "select count(1) into x from log",
        "select @x := 1",
        "select 1 where 'a' ~ 'b'",
        "call 1",
        "with t as (select 1) select * from t",
        "explain select 1",
        "script",
        "create alias x as 'void x() {}'",
        "select status from",
        "select from log",
        "select count(1 from log",
        "select count(1)) from log",
        "select nosuchfunction(1)",
        "select sum()",
        "select sum(1, 2)",
        "select sum(host)",
        "select avg(host)",
        "select approx_percentile(request_time, 2)",
        "select cast(status as blob)",
        "select 1.2.3",
        "select 'open",
        "select \"open",
        "select 1 limit all",
        "select 1 limit 1,2,3",
        "select status where group by",
        "select 1 group status",
        "select 1 / 0",
        "select status from log group by 7",
        "select status from log where from",
      })
  void query_isRefused(String statement) {
    assertThatThrownBy(() -> run(statement)).isInstanceOf(QueryException.class);
  }

  @Test
  void query_treatsTextAsText_whateverItSays() {
    assertThat(run("select count(1) from log where host = ''' or ''1''=''1'"))
        .containsExactly(List.of("0"));
    assertThat(run("select '''; drop all objects; --' limit 1"))
        .containsExactly(List.of("'; drop all objects; --"));
    assertThatThrownBy(() -> run("select \"x\"\" from y; drop all objects --\" from log"))
        .isInstanceOf(QueryException.class);
    assertThat(run("select count(1) as \"a\"\" b\" from log")).containsExactly(List.of("100"));
  }

  @Test
  void query_saysWhichColumnIsMissing() {
    assertThatThrownBy(() -> run("select nosuchcolumn from log"))
        .hasMessageContaining("Column 'nosuchcolumn' cannot be resolved")
        .hasMessageContaining("index");
  }

  @Test
  void query_refuses_whenItIsTooLongOrTooDeep() {
    assertThatThrownBy(() -> run("select " + "(".repeat(1000) + "1" + ")".repeat(1000)))
        .isInstanceOf(QueryException.class);
    assertThatThrownBy(() -> run("select " + "1 + ".repeat(30_000) + "1"))
        .isInstanceOf(QueryException.class);
  }

  @Test
  void query_answersNoValue_whenThereIsNoNumber() {
    List<LogRow> rows = Rows.rows(List.of(Rows.log(1, "request_time", "0.001, 0.002")));
    assertThat(engine.query("select avg(request_time), count(1) from log", INDEX, rows).rows())
        .containsExactly(List.of("null", "1"));
  }
}
