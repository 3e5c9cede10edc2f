package io.elasticinference.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.elasticinference.ObjectRef;
import io.elasticinference.PlannedChange;
import io.elasticinference.ScalingReading;
import io.elasticinference.ScalingStatus;
import io.elasticinference.ServiceStatus;
import io.elasticinference.load.LoadSample;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ConsoleListenerTest {

  private static final long MIB = 1024 * 1024;

  private final ByteArrayOutputStream written = new ByteArrayOutputStream();

  private ConsoleListener listener(boolean terminal) {
    return new ConsoleListener(new PrintStream(written, true, StandardCharsets.UTF_8), terminal);
  }

  private String text() {
    return written.toString(StandardCharsets.UTF_8);
  }

  private static ServiceEvent.UploadProgress progress(long done, long total, long rate) {
    return new ServiceEvent.UploadProgress(
        "bert", done, total, rate, done == total ? 1 : 0, 1, List.of());
  }

  @Test
  void onEvent_writesALineATenth_whenNotATerminal() {
    ConsoleListener listener = listener(false);
    for (int i = 0; i <= 100; i++) {
      listener.onEvent(progress(i * MIB, 100 * MIB, 0));
    }

    assertThat(text().lines()).hasSize(11).last().asString().contains("100.0 of 100.0 MiB, 1 of 1");
    assertThat(text()).doesNotContain("\r");
  }

  @Test
  void onEvent_writesAFurtherTransferLikeTheFirst_whenNoStageLiesBetween() {
    ConsoleListener listener = listener(false);
    listener.onEvent(progress(MIB, MIB, 0));
    listener.onEvent(
        new ServiceEvent.DownloadProgress("oss://models/bert", 0, MIB, 0, 0, 1, List.of()));
    listener.onEvent(
        new ServiceEvent.DownloadProgress("oss://models/bert", MIB, MIB, 0, 1, 1, List.of()));

    assertThat(text().lines())
        .containsExactly(
            "  upload    1.0 of 1.0 MiB, 1 of 1 files",
            "  download  0.0 of 1.0 MiB, 0 of 1 files",
            "  download  1.0 of 1.0 MiB, 1 of 1 files");
  }

  @Test
  void onEvent_writesALineAMinute_whenTheLinkIsSlow() {
    AtomicLong now = new AtomicLong();
    ConsoleListener listener =
        new ConsoleListener(
            new PrintStream(written, true, StandardCharsets.UTF_8), false, now::get);
    for (int second = 0; second < 300; second++) {
      listener.onEvent(progress(second * MIB, 40_000 * MIB, MIB));
      now.addAndGet(1_000_000_000);
    }

    assertThat(text().lines()).hasSize(5).last().asString().endsWith("1.0 MiB/s, 11 h 3 min left");
  }

  @Test
  void onEvent_drawsOverItsLine_whenATerminal() {
    ConsoleListener listener = listener(true);
    listener.onEvent(progress(MIB, 2 * MIB, MIB));
    listener.onEvent(progress(2 * MIB, 2 * MIB, 0));

    assertThat(text().lines().count()).isLessThanOrEqualTo(3);
    assertThat(text())
        .contains("\r  [===============               ]  1.0 of 2.0 MiB, 0 of 1 files,")
        .contains("1.0 MiB/s, 1 s left")
        .contains("[" + "=".repeat(30) + "]");
    // The second line is shorter, and hides the whole first one.
    String[] drawn = text().split("\r", -1);
    assertThat(drawn[2].stripTrailing()).hasSizeLessThan(drawn[1].length());
    assertThat(drawn[2]).hasSizeGreaterThanOrEqualTo(drawn[1].length());
  }

  @Test
  void onEvent_leavesABarThatDidNotEndAlone() {
    ConsoleListener listener = listener(true);
    listener.onEvent(progress(MIB, 2 * MIB, 0));
    listener.onEvent(new ServiceEvent.StageStarted("bert", Stage.UPLOAD));

    assertThat(text()).endsWith(System.lineSeparator());
  }

  @Test
  void onEvent_namesTheObject_whenApplied() {
    listener(false)
        .onEvent(
            new ServiceEvent.ObjectApplied(
                "bert",
                new PlannedChange(
                    new ObjectRef("v1", "Service", "default", "bert"),
                    PlannedChange.Action.CREATE,
                    List.of())));

    assertThat(text()).contains("create    Service default/bert");
  }

  @Test
  void onEvent_saysWhatALoadFromPodsWaitsFor() {
    listener(true)
        .onEvent(
            new ServiceEvent.LoadWaiting("bert", "1 of 2 pods ready; bert-load-1: Unschedulable"));

    assertThat(text())
        .isEqualTo(
            "  load waits: 1 of 2 pods ready; bert-load-1: Unschedulable" + System.lineSeparator());
  }

  private static ServiceEvent.LoadProgress second(int second, long ok) {
    LoadSample sample =
        new LoadSample(
            second,
            Instant.EPOCH,
            35,
            35,
            ok,
            2,
            1,
            0,
            4,
            Duration.ofMillis(21),
            Duration.ofMillis(30),
            Duration.ofMillis(1234),
            Duration.ofMillis(1300));
    ScalingStatus scaling =
        new ScalingStatus(
            1, 10, 2, 4, List.of(new ScalingReading("sls_ingress_qps", true, 10.0, 17.5)), "");
    return new ServiceEvent.LoadProgress(
        "bert",
        sample,
        new ServiceStatus("default", "bert", "1", true, false, 4, 4, 2, 4, 2, scaling, List.of()));
  }

  @Test
  void onEvent_drawsEachSecondOfAStressTest_whenATerminal() {
    ConsoleListener listener = listener(true);
    listener.onEvent(second(11, 32));
    listener.onEvent(second(12, 31));

    assertThat(text().split("\r", -1)[1])
        .isEqualTo(
            "    12 s     32/s ok  3 failed  4 in flight  p50 21.0 ms  p99 1234.0 ms  "
                + "replicas 2/4  autoscaler sees 35 sls_ingress_qps");
    assertThat(text()).doesNotContain("\n");
    listener.onEvent(new ServiceEvent.StageStarted("bert", Stage.UPLOAD));
    assertThat(text()).endsWith(System.lineSeparator());
  }

  @Test
  void onEvent_writesALineEveryFiveSeconds_whenNotATerminal() {
    ConsoleListener listener = listener(false);
    for (int i = 0; i < 11; i++) {
      listener.onEvent(second(i, 32));
    }

    assertThat(text().lines()).hasSize(3);
    assertThat(text()).doesNotContain("\r");
  }
}
