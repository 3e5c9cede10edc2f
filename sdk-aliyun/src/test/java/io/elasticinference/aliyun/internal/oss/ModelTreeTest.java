package io.elasticinference.aliyun.internal.oss;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ModelTreeTest {

  private static Map<String, List<Long>> models(String prefix, String... keys) {
    ModelTree tree = new ModelTree(prefix);
    for (String key : keys) {
      tree.add(new RemoteObject(key, 1, Instant.EPOCH, "e"));
    }
    Map<String, List<Long>> numbers = new TreeMap<>();
    tree.models()
        .forEach(
            (folder, versions) ->
                numbers.put(folder, versions.stream().map(VersionObjects::number).toList()));
    return numbers;
  }

  @Test
  void models_areFoundAtAnyDepth_withAllTheirVersions() {
    assertThat(
            models(
                "",
                "bert/1/saved_model.pb",
                "bert/2/variables/v",
                "nlp/zh/albert/20/saved_model.pbtxt",
                "nlp/zh/half/3/.elastic-inference-manifest.json",
                "7/saved_model.pb",
                "data/2024/01/x.csv",
                "bert/notes/saved_model.pb",
                "bert/007/saved_model.pb",
                "bert/99999999999999999999/saved_model.pb",
                "bert/5"))
        .isEqualTo(
            Map.of(
                "", List.of(7L),
                "bert/", List.of(1L, 2L),
                "nlp/zh/albert/", List.of(20L),
                "nlp/zh/half/", List.of(3L)));
  }

  @Test
  void models_thatLieInAnotherOnesVersion_arePartOfIt() {
    assertThat(
            models("", "a/1/saved_model.pb", "a/1/assets/2/saved_model.pb", "a/b/3/saved_model.pb"))
        .isEqualTo(Map.of("a/", List.of(1L), "a/b/", List.of(3L)));
  }

  @Test
  void models_areThoseBelowThePrefix_alsoWhereItHasNumbers() {
    assertThat(models("2024/7/", "2024/7/bert/1/saved_model.pb", "2024/7/saved_model.pb"))
        .isEqualTo(Map.of("2024/7/bert/", List.of(1L)));
    assertThat(models("bert/", "bert/1/saved_model.pb")).isEqualTo(Map.of("bert/", List.of(1L)));
  }

  @Test
  void models_haveTheFilesOfEachVersion() {
    ModelTree tree = new ModelTree("");
    tree.add(new RemoteObject("a/1/saved_model.pb", 3, Instant.EPOCH, "e"));
    tree.add(new RemoteObject("a/1/variables/v", 4, Instant.EPOCH, "e"));

    VersionObjects version = tree.models().values().iterator().next().get(0);

    assertThat(version.folder()).isEqualTo("a/1/");
    assertThat(version.files()).containsOnlyKeys("saved_model.pb", "variables/v");
  }
}
