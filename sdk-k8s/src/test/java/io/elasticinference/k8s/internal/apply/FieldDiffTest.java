package io.elasticinference.k8s.internal.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.elasticinference.FieldChange;
import io.elasticinference.k8s.internal.api.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

class FieldDiffTest {

  private static List<FieldChange> diff(String before, String after, boolean secret) {
    return FieldDiff.between(Json.read(before), Json.read(after), secret);
  }

  @Test
  void between_namesEachField_whenItChangesComesOrGoes() {
    assertThat(
            diff(
                "{\"spec\":{\"max\":3,\"old\":\"x\",\"same\":1}}",
                "{\"spec\":{\"max\":10,\"same\":1,\"new\":true}}",
                false))
        .containsExactly(
            new FieldChange("spec.max", "3", "10"),
            new FieldChange("spec.new", null, "true"),
            new FieldChange("spec.old", "x", null));
  }

  @Test
  void between_callsListItemsByTheirNames_whenTheyHaveSome() {
    assertThat(
            diff(
                "{\"c\":[{\"name\":\"a\",\"i\":1},{\"name\":\"b\",\"i\":1}],\"l\":[1,2]}",
                "{\"c\":[{\"name\":\"b\",\"i\":2},{\"name\":\"a\",\"i\":1}],\"l\":[1,3]}",
                false))
        .containsExactly(new FieldChange("c[b].i", "1", "2"), new FieldChange("l[1]", "2", "3"));
  }

  @Test
  void between_leavesOut_whatTheServerWrites() {
    assertThat(
            diff(
                "{\"metadata\":{\"resourceVersion\":\"1\",\"generation\":1,\"managedFields\":[1]},"
                    + "\"status\":{\"a\":1}}",
                "{\"metadata\":{\"resourceVersion\":\"2\",\"generation\":2,\"managedFields\":[]}}",
                false))
        .isEmpty();
  }

  @Test
  void between_hidesValues_whenTheObjectIsSecret() {
    assertThat(
            diff(
                "{\"data\":{\"k\":\"b2xk\"},\"type\":\"a\"}",
                "{\"data\":{\"k\":\"bmV3\",\"l\":\"eA==\"},\"type\":\"b\"}",
                true))
        .containsExactly(
            new FieldChange("data.k", "(hidden)", "(hidden)"),
            new FieldChange("data.l", null, "(hidden)"),
            new FieldChange("type", "a", "b"));
  }
}
