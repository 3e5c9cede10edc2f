package io.elasticinference.k8s.internal.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import org.junit.jupiter.api.Test;

class RightsTest {

  @Test
  void all_areThoseOfTheDocumentation() {
    assertThat(Rights.all())
        .contains(
            new Rights.Right("elastic-inference", true, "apps", "deployments/scale", "patch"),
            new Rights.Right("elastic-inference", true, "", "pods/log", "get"),
            new Rights.Right("elastic-inference-volumes", false, "", "persistentvolumes", "delete"),
            new Rights.Right("elastic-inference-windows", true, "batch", "cronjobs", "create"));
    assertThat(new HashSet<>(Rights.all())).hasSameSizeAs(Rights.all()).hasSizeGreaterThan(60);
    assertThat(Rights.all()).extracting(Rights.Right::subject).contains("deployments.apps", "pods");
  }
}
