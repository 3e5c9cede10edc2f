package io.elasticinference.k8s.internal.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elasticinference.k8s.internal.api.Tree;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class KubeconfigTest {

  private static String config(String context, String cluster, String server) {
    return "current-context: "
        + context
        + "\ncontexts: [{name: "
        + context
        + ", context: {cluster: "
        + cluster
        + ", user: u}}]\nclusters: [{name: "
        + cluster
        + ", cluster: {server: '"
        + server
        + "', certificate-authority: ca.crt}}]\n"
        + "users: [{name: u, user: {tokenFile: t, exec: {command: ./login}}}]\n";
  }

  @Test
  void add_keepsTheFirst_whenTwoFilesNameTheSame() {
    Kubeconfig merged = new Kubeconfig();
    merged.add(config("one", "c", "https://first"), Path.of("/a"));
    merged.add(config("two", "c", "https://second"), Path.of("/b"));
    assertThat(merged.currentContext()).isEqualTo("one");
    assertThat(Tree.text(merged.cluster(), "server")).isEqualTo("https://first");
  }

  @Test
  void add_findsTheContext_whenOnlyALaterFileNamesIt() {
    Kubeconfig merged = new Kubeconfig();
    merged.add("clusters: [{name: c, cluster: {server: 'https://x'}}]", Path.of("/a"));
    merged.add(
        "current-context: k\ncontexts: [{name: k, context: {cluster: c, user: u}}]", Path.of("/b"));
    assertThat(Tree.text(merged.cluster(), "server")).isEqualTo("https://x");
    assertThat(merged.user()).isEmpty();
  }

  @Test
  void add_resolvesPaths_whereTheirFileStands() {
    Kubeconfig merged = new Kubeconfig();
    merged.add(config("one", "c", "https://x"), Path.of("/home/me/.kube"));
    assertThat(Tree.text(merged.cluster(), "certificate-authority"))
        .isEqualTo("/home/me/.kube/ca.crt");
    assertThat(Tree.text(merged.user(), "tokenFile")).isEqualTo("/home/me/.kube/t");
    assertThat(Tree.text(merged.user(), "exec", "command")).endsWith("login").startsWith("/home");
  }

  @Test
  void add_repeatsNothingOfTheText_whenItIsNoYaml() {
    assertThatThrownBy(() -> new Kubeconfig().add("token: geheim\n  :::", Path.of("/")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasNoCause()
        .hasMessage("its text is not YAML");
    assertThatThrownBy(() -> new Kubeconfig().add("[geheim]", Path.of("/")))
        .hasMessage("its text is YAML of another kind");
  }

  @Test
  void add_makesNoObjects_whenTheTextAsksForThem() {
    assertThatThrownBy(
            () -> new Kubeconfig().add("a: !!javax.script.ScriptEngineManager []", Path.of("/")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void add_endsInAnError_whenTheTextNestsItselfOrTooDeep() {
    assertThatThrownBy(() -> new Kubeconfig().add("a: &x [*x]", Path.of("/")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> new Kubeconfig().add("a: " + "[".repeat(99) + "]".repeat(99), Path.of("/")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void add_readsJsonToo_sinceItIsYaml() {
    Kubeconfig kubeconfig = new Kubeconfig();
    kubeconfig.add(
        "{\"current-context\":\"k\",\"contexts\":[{\"name\":\"k\",\"context\":{\"cluster\":\"c\"}}],"
            + "\"clusters\":[{\"name\":\"c\",\"cluster\":{\"server\":\"https://x\","
            + "\"insecure-skip-tls-verify\":true}}]}",
        Path.of("/"));
    assertThat(Tree.text(kubeconfig.cluster(), "insecure-skip-tls-verify")).isEqualTo("true");
  }
}
