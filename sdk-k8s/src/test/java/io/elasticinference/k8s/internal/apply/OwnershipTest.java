package io.elasticinference.k8s.internal.apply;

import static io.elasticinference.k8s.internal.apply.Bodies.CREATED;
import static io.elasticinference.k8s.internal.apply.Bodies.LATER;
import static io.elasticinference.k8s.internal.apply.Bodies.body;
import static io.elasticinference.k8s.internal.apply.Bodies.entry;
import static io.elasticinference.k8s.internal.apply.Bodies.ours;
import static io.elasticinference.k8s.internal.apply.Bodies.read;
import static io.elasticinference.k8s.internal.apply.Bodies.theirs;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class OwnershipTest {

  @Test
  void ours_wantsTheLabelAndAnApplyOfOurs() {
    assertThat(Ownership.ours(read(body("1", ours(CREATED))))).isTrue();
    assertThat(Ownership.ours(read(Bodies.labelled("", "1", ours(CREATED))))).isFalse();
    assertThat(Ownership.ours(read(body("1", theirs("kubectl", "Apply", CREATED))))).isFalse();
    assertThat(Ownership.ours(read(body("1", theirs("elastic-inference", "Update", CREATED)))))
        .isFalse();
    assertThat(
            Ownership.ours(
                read(body("1", entry("elastic-inference", "Apply", CREATED, "status", "")))))
        .isFalse();
  }

  @Test
  void appliedAt_isTheTimeOfOurEntry() {
    assertThat(
            Ownership.appliedAt(read(body("1", theirs("kubectl", "Update", CREATED), ours(LATER)))))
        .hasValue(Instant.parse(LATER));
    assertThat(Ownership.appliedAt(read(body("1")))).isEmpty();
  }

  @Test
  void sharers_areThoseWhoOwnSubstance_andNoControllers() {
    assertThat(
            Ownership.sharers(
                read(
                    body(
                        "1",
                        ours(CREATED),
                        theirs("helm", "Update", LATER),
                        theirs("kube-controller-manager", "Update", CREATED),
                        entry("labeller", "Update", LATER, "", "\"f:metadata\":{}"),
                        entry("scaler", "Update", LATER, "scale", "\"f:spec\":{}")))))
        .containsExactly("helm");
  }

  @Test
  void makers_areAsOldAsTheObject_orDeclareToOwnIt() {
    assertThat(
            Ownership.makers(
                read(
                    body(
                        "1",
                        ours(LATER),
                        theirs("creator", "Update", CREATED),
                        theirs("editor", "Update", LATER),
                        theirs("argo", "Apply", LATER)))))
        .containsExactly("argo", "creator");
  }
}
