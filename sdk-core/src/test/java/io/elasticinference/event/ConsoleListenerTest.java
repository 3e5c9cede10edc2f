package io.elasticinference.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.elasticinference.ObjectRef;
import io.elasticinference.PlannedChange;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
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

  @Test
  void onEvent_writesALineATenth_whenNotATerminal() {
    ConsoleListener listener = listener(false);
    for (int i = 0; i <= 100; i++) {
      listener.onEvent(
          new ServiceEvent.UploadProgress("bert", i * MIB, 100 * MIB, i == 100 ? 1 : 0, 1));
    }

    assertThat(text().lines()).hasSize(11).last().asString().contains("100.0 of 100.0 MiB, 1 of 1");
    assertThat(text()).doesNotContain("\r");
  }

  @Test
  void onEvent_drawsOverItsLine_whenATerminal() {
    ConsoleListener listener = listener(true);
    listener.onEvent(new ServiceEvent.UploadProgress("bert", MIB, 2 * MIB, 0, 1));
    listener.onEvent(new ServiceEvent.UploadProgress("bert", 2 * MIB, 2 * MIB, 1, 1));

    assertThat(text().lines().count()).isLessThanOrEqualTo(3);
    assertThat(text()).contains("\r  [=============== ").contains("[" + "=".repeat(30) + "]");
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
}
