package io.elasticinference.testkit.sls.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LogstoreTest {

  private static final long NOW = 1_700_000_000_000L;

  private final Logstore store = new Logstore("s", null, 0, Duration.ofHours(1), 100);

  private static NewLog log(int time, String value) {
    return new NewLog(time, 0, List.of("k"), List.of(value));
  }

  private List<String> values(long from, long to, long receivedUntil) {
    return store.between(from, to, receivedUntil).stream().map(row -> row.value(0)).toList();
  }

  @Test
  void between_answersTheWindowInOrder_whenLogsCameInDisorder() {
    store.append(List.of(log(12, "c"), log(10, "a"), log(11, "b"), log(13, "d")), NOW);
    store.append(List.of(log(11, "b2")), NOW);

    assertThat(values(10, 13, NOW)).containsExactly("a", "b", "b2", "c");
    assertThat(values(13, 13, NOW)).isEmpty();
    assertThat(values(Long.MIN_VALUE, Long.MAX_VALUE, NOW)).hasSize(5);
  }

  @Test
  void between_hidesARow_whenItIsNotIndexedYet() {
    store.append(List.of(log(10, "old")), NOW);
    store.append(List.of(log(10, "new")), NOW + 2_000);

    assertThat(values(10, 11, NOW + 1_999)).containsExactly("old");
    assertThat(values(10, 11, NOW + 2_000)).containsExactly("old", "new");
  }

  @Test
  void append_dropsTheOldestSeconds_whenThereAreTooManyRows() {
    store.append(IntStream.range(0, 250).mapToObj(i -> log(i / 10, "v" + i)).toList(), NOW);

    assertThat(values(0, 100, NOW)).hasSize(100).startsWith("v150").endsWith("v249");
  }

  @Test
  void append_keepsTheNewestRows_whenOneSecondHasTooMany() {
    store.append(IntStream.range(0, 250).mapToObj(i -> log(7, "v" + i)).toList(), NOW);

    assertThat(values(0, 100, NOW)).hasSize(100).startsWith("v150").endsWith("v249");
  }

  @Test
  void append_dropsWhatArrivedLongAgo_whateverItsOwnTime() {
    store.append(List.of(log(5, "early")), NOW);
    store.append(List.of(log(9_999_999, "late")), NOW + 1);
    store.append(List.of(log(6, "next")), NOW + Duration.ofMinutes(61).toMillis());

    assertThat(values(0, Long.MAX_VALUE, Long.MAX_VALUE)).containsExactly("next");
  }

  @Test
  void append_keepsKeysAndEqualValuesOnce() {
    store.append(List.of(log(1, new String("same")), log(2, new String("same"))), NOW);

    List<LogRow> rows = store.between(0, 10, NOW);
    assertThat(rows.get(0).keys()).isSameAs(rows.get(1).keys());
    assertThat(rows.get(0).value(0)).isSameAs(rows.get(1).value(0));
  }

  @Test
  void newLog_refuses_whenAValueIsMissing() {
    assertThatThrownBy(() -> new NewLog(1, 0, List.of("a", "b"), List.of("1")))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
