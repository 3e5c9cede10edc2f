package io.elasticinference.testkit.sls.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.elasticinference.testkit.sls.internal.Rows;
import io.elasticinference.testkit.sls.internal.http.Histogram.Bucket;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HistogramTest {

  @Test
  void count_coversTheWindowWithoutGap_onRandomWindows() {
    Random random = new Random(7);
    for (int i = 0; i < 2_000; i++) {
      int from = random.nextInt(2_000_000_000) - 1_000;
      int length = 1 + random.nextInt(1 << random.nextInt(28));
      int end = from + length;
      List<Integer> times =
          IntStream.range(0, 20).mapToObj(n -> from + random.nextInt(length)).toList();
      List<Bucket> buckets =
          Histogram.count(
              Rows.rows(times.stream().map(t -> Rows.log(t, "k", "v")).toList()), from, end);

      assertThat(buckets).hasSizeBetween(1, 62);
      assertThat(buckets.get(0).from()).isEqualTo(from);
      assertThat(buckets.get(buckets.size() - 1).to()).isEqualTo(end);
      for (int b = 0; b < buckets.size(); b++) {
        Bucket bucket = buckets.get(b);
        assertThat(bucket.from()).isLessThan(bucket.to());
        assertThat(b == 0 ? bucket.from() : buckets.get(b - 1).to()).isEqualTo(bucket.from());
        assertThat(bucket.count())
            .isEqualTo(times.stream().filter(t -> t >= bucket.from() && t < bucket.to()).count());
      }
    }
  }
}
