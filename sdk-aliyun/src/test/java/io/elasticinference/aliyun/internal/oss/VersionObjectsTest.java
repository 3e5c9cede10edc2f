package io.elasticinference.aliyun.internal.oss;

import static org.assertj.core.api.Assertions.assertThat;

import io.elasticinference.aliyun.internal.oss.VersionManifest.Entry;
import io.elasticinference.store.StoredVersion;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VersionObjectsTest {

  private static final Instant EARLY = Instant.parse("2024-01-01T00:00:00Z");
  private static final Instant LATE = Instant.parse("2024-01-02T00:00:00Z");

  private static VersionObjects folder(Map<String, Long> sizes) {
    Map<String, RemoteObject> objects = new HashMap<>();
    sizes.forEach(
        (name, size) ->
            objects.put(
                name,
                new RemoteObject(
                    "m/7/" + name, size, name.startsWith("saved") ? LATE : EARLY, "e")));
    return new VersionObjects(7, "m/7/", objects);
  }

  private static VersionManifest manifest(String... names) {
    return new VersionManifest(
        true, List.of(names).stream().map(name -> new Entry(name, 3, "1")).toList());
  }

  @Test
  void judged_tellsSizeFilesAndTime() {
    StoredVersion version =
        folder(
                Map.of(
                    "saved_model.pb",
                    3L,
                    "v",
                    4L,
                    VersionManifest.NAME,
                    99L,
                    "assets/",
                    0L,
                    "",
                    0L))
            .judged(manifest("saved_model.pb"));

    assertThat(version.complete()).isTrue();
    assertThat(version.number()).isEqualTo(7);
    assertThat(version.files()).extracting("name").containsExactly("saved_model.pb", "v");
    assertThat(version.sizeBytes()).isEqualTo(7);
    assertThat(version.lastModified()).isEqualTo(LATE);
  }

  @Test
  void judged_takesAForeignVersion_thatHasAGraphOrAConfiguration() {
    assertThat(folder(Map.of("saved_model.pbtxt", 1L)).judged(null).complete()).isTrue();
    assertThat(folder(Map.of("variables/v", 1L)).judged(null).problem())
        .contains("no saved_model.pb or saved_model.pbtxt or config.json");
    assertThat(folder(Map.of("config.json", 1L, "w.safetensors", 9L)).judged(null).complete())
        .isTrue();
  }

  @Test
  void judged_wantsEveryFileInItsSize_whereThereIsAManifest() {
    assertThat(folder(Map.of("a", 3L, "b", 4L)).judged(manifest("a", "b", "c")).problem())
        .contains("2 of 3 files missing or of another size: b, c");
    assertThat(
            folder(Map.of("saved_model.pb", 3L))
                .judged(VersionManifest.incomplete(List.of()))
                .problem())
        .contains("its upload has not ended");
    String[] many = IntStream.range(0, 9).mapToObj(Integer::toString).toArray(String[]::new);
    assertThat(folder(Map.of()).judged(manifest(many)).problem())
        .contains("9 of 9 files missing or of another size: 0, 1, 2, …");
  }
}
