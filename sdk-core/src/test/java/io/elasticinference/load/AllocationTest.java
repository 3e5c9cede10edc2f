package io.elasticinference.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The steady path allocates nothing for a request, so the collector cannot delay one. */
class AllocationTest {
  private record Reading(long bytes, long requests) {}

  private static long allocatedByWorker() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (long id : threads.getAllThreadIds()) {
      var info = threads.getThreadInfo(id);
      if (info != null && info.getThreadName().equals("load-worker-0")) {
        return threads.getThreadAllocatedBytes(id);
      }
    }
    return -1;
  }

  @Test
  void run_allocatesNothingForARequest_onceItIsUnderWay() throws Exception {
    List<Reading> readings = new ArrayList<>();
    try (RawServer server =
        new RawServer(
            (head, socket, out) -> {
              out.write(RawServer.bytes(RawServer.OK));
              return true;
            })) {
      LoadReport report =
          LoadTest.run(
              server.target(),
              LoadProfile.connections(4)
                  .during(Duration.ofSeconds(4))
                  .maxRate(20_000)
                  .request(LoadRequest.post("{}").expectStatus(200).expectBody("{}")),
              sample -> readings.add(new Reading(allocatedByWorker(), sample.ok())));

      assertThat(report.failures()).isEmpty();
      // What a second needs for itself (its message, now and then an interval) is not a request's.
      long least = Long.MAX_VALUE;
      for (int i = 1; i < 4; i++) {
        assertThat(readings.get(i - 1).bytes()).isPositive();
        assertThat(readings.get(i).requests()).isGreaterThan(100);
        least = Math.min(least, readings.get(i).bytes() - readings.get(i - 1).bytes());
      }
      assertThat(least).isLessThan(4096);
    }
  }
}
