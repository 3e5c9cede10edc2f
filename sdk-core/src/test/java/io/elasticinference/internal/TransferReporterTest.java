package io.elasticinference.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.elasticinference.event.ServiceEvent;
import io.elasticinference.event.ServiceEvent.UploadProgress;
import io.elasticinference.spi.TransferState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TransferReporterTest {

  private static final long SECOND = 1_000_000_000;

  private final List<ServiceEvent> events = new ArrayList<>();
  private long now;
  private final TransferReporter reporter =
      TransferReporter.ofUpload(new Events("bert", events::add), () -> now);

  private UploadProgress at(long second, long done, long present, TransferState.File... files) {
    now = second * SECOND;
    reporter.at(new TransferState(done, 1000, present, 0, 2, List.of(files)));
    return (UploadProgress) events.get(events.size() - 1);
  }

  @Test
  void at_tellsRateAndRest_inAllAndOfEachFile() {
    assertThat(at(0, 0, 0).bytesPerSecond()).isZero();
    assertThat(at(0, 0, 0).remaining()).isEmpty();
    at(1, 100, 0, new TransferState.File("a", 40, 80, 0), new TransferState.File("b", 60, 900, 0));
    UploadProgress second =
        at(
            2,
            200,
            0,
            new TransferState.File("a", 60, 80, 0),
            new TransferState.File("b", 140, 900, 0));

    assertThat(second.bytesPerSecond()).isEqualTo(100);
    assertThat(second.remaining()).contains(Duration.ofSeconds(8));
    assertThat(second.files().get(0).bytesPerSecond()).isEqualTo(20);
    assertThat(second.files().get(0).remaining()).contains(Duration.ofSeconds(1));
    assertThat(second.files().get(1).bytesPerSecond()).isEqualTo(80);
  }

  @Test
  void at_forgetsWhatIsLongAgo() {
    for (int second = 0; second <= 10; second++) {
      at(second, second * 10L, 0);
    }
    UploadProgress last = at(16, 100, 0);

    assertThat(last.bytesPerSecond()).isZero();
  }

  @Test
  void at_doesNotCountAsSpeed_whatWasThereBefore() {
    at(0, 0, 0);
    at(1, 510, 500);

    assertThat(at(2, 520, 500).bytesPerSecond()).isEqualTo(10);
  }

  @Test
  void at_isNothingLeft_whenAllIsDone() {
    assertThat(at(0, 1000, 0).remaining()).contains(Duration.ZERO);
  }
}
