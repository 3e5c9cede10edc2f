package io.elasticinference.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elasticinference.ElasticInference;
import io.elasticinference.InferenceBuilder;
import io.elasticinference.InferenceClient;
import io.elasticinference.InferenceService;
import io.elasticinference.Model;
import io.elasticinference.ModelInUseException;
import io.elasticinference.ModelUploadException;
import io.elasticinference.Models;
import io.elasticinference.testkit.LocalCloud;
import io.elasticinference.testkit.LocalCloudExtension;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Versions that somebody in the cluster mounts are not deleted, whoever made it and how. */
@ExtendWith(LocalCloudExtension.class)
class ModelsInUseIT {

  private static final Path MODEL = Path.of("../samples/models/chnsenticorp");

  private final LocalCloud cloud;
  private final Kubectl kubectl;
  private InferenceClient client;
  private Models models;
  private TestNamespace namespace;
  private String location;

  ModelsInUseIT(LocalCloud cloud) {
    this.cloud = cloud;
    this.kubectl = new Kubectl(cloud.environment());
  }

  @BeforeEach
  void uploadTwoVersions() {
    client = InferenceClient.builder().environment(cloud.environment()).build();
    models = client.models();
    namespace = new TestNamespace(kubectl, "in-use");
    location = "oss://models/in-use/" + namespace.name() + "/bert";
    for (long version : new long[] {1, 2}) {
      models.upload(
          Model.tensorflow("bert")
              .upload(MODEL.resolve("1623831335"))
              .to(location)
              .version(version));
    }
  }

  @AfterEach
  void clean() {
    client.close();
    namespace.close();
  }

  private InferenceBuilder service(String name) {
    return ElasticInference.builder()
        .client(client)
        .name(name)
        .namespace(namespace.name())
        .model(Model.tensorflow("bert").from(location).version(1));
  }

  @Test
  void delete_leavesWhatAServiceServes_untilItIsGone() {
    InferenceService service = service("bert").deploy();

    assertThatThrownBy(() -> models.delete(location, 1))
        .isInstanceOf(ModelInUseException.class)
        .hasMessageContaining(
            "mounted by service 'bert', version 1, in namespace " + namespace.name());
    models.delete(location, 2);
    assertThat(models.find(location).completeVersions()).containsExactly(1L);

    service.delete();
    models.delete(location, 1);
    assertThat(models.find(location).versions()).isEmpty();
    assertThatThrownBy(() -> service("again").deploy())
        .isInstanceOf(ModelUploadException.class)
        .hasMessageContaining(location + "/1: not there");
  }

  @Test
  void delete_leavesWhatArenasServicesFollow_andWhatPodsMountThatSayNothing() {
    String claim = namespace.name() + "-model";
    apply(
        """
        {"apiVersion":"v1","kind":"PersistentVolume","metadata":{"name":"%1$s"},
         "spec":{"capacity":{"storage":"5Gi"},"accessModes":["ReadWriteMany"],"storageClassName":"",
          "persistentVolumeReclaimPolicy":"Retain",
          "claimRef":{"namespace":"%2$s","name":"%1$s"},
          "csi":{"driver":"ossplugin.csi.alibabacloud.com","volumeHandle":"%1$s",
           "volumeAttributes":{"bucket":"models","url":"oss-cn-beijing-internal.aliyuncs.com",
            "path":"/in-use"}}}}"""
            .formatted(claim, namespace.name()));
    apply(
        """
        {"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":"%1$s"},
         "spec":{"accessModes":["ReadWriteMany"],"storageClassName":"","volumeName":"%1$s",
          "resources":{"requests":{"storage":"5Gi"}}}}"""
            .formatted(claim));
    models.delete(location, 1); // a claim that nobody mounts is in nobody's way

    apply(
        """
        {"apiVersion":"apps/v1","kind":"Deployment",
         "metadata":{"name":"arenas-v9-tensorflow-serving",
          "labels":{"servingName":"arenas","servingVersion":"v9","servingType":"tf-serving"}},
         "spec":{"replicas":0,"selector":{"matchLabels":{"app":"arenas"}},
          "template":{"metadata":{"labels":{"app":"arenas"}},"spec":{
           "containers":[{"name":"s","image":"tensorflow/serving","command":["sh","-c",
            "tensorflow_model_server --model_name=bert --model_base_path=/data/%2$s/bert"],
            "volumeMounts":[{"name":"m","mountPath":"/data"}]}],
           "volumes":[{"name":"m","persistentVolumeClaim":{"claimName":"%1$s"}}]}}}}"""
            .formatted(claim, namespace.name()));
    assertThatThrownBy(() -> models.delete(location, 2))
        .isInstanceOf(ModelInUseException.class)
        .hasMessageContaining("service 'arenas', version v9, in namespace " + namespace.name());
    namespace.kubectl("delete", "deployment", "arenas-v9-tensorflow-serving");

    apply(
        """
        {"apiVersion":"v1","kind":"Pod","metadata":{"name":"notebook"},"spec":{
         "containers":[{"name":"n","image":"jupyter","volumeMounts":[{"name":"m","mountPath":"/m"}]}],
         "volumes":[{"name":"m","persistentVolumeClaim":{"claimName":"%s"}}]}}"""
            .formatted(claim));
    assertThatThrownBy(() -> models.delete(location, 2))
        .isInstanceOf(ModelInUseException.class)
        .hasMessageContaining("Pod 'notebook' in namespace " + namespace.name());
    assertThat(models.find(location).completeVersions()).containsExactly(2L);
    kubectl.run("delete", "persistentvolume", claim, "--wait=false");
  }

  private void apply(String object) {
    Kubectl.Result result = kubectl.attempt(object, "apply", "-n", namespace.name(), "-f", "-");
    assertThat(result.exitCode()).as(result.error()).isZero();
  }
}
