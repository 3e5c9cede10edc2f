package io.elasticinference.k8s.internal.connect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elasticinference.ClusterAccessException;
import io.elasticinference.spi.Connection;
import io.elasticinference.spi.Environment;
import io.elasticinference.spi.Secret;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterSearchTest {

  @TempDir Path folder;

  private static String config(String server) {
    return "current-context: k\ncontexts: [{name: k, context: {cluster: c, user: u}}]\n"
        + "clusters: [{name: c, cluster: {server: '"
        + server
        + "'}}]\nusers: [{name: u, user: {token: geheim}}]\n";
  }

  private Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.toAbsolutePath().getParent());
    return Files.writeString(file, text);
  }

  private ClusterAccess find(Map<String, String> environment, Connection... connections) {
    return ClusterSearch.find(
        Environment.of(Map.of("HOME", folder.toString())).with(environment),
        List.of(connections),
        folder.resolve("serviceaccount"));
  }

  private record Knows(@Nullable String yaml) implements Connection {
    @Override
    public String describe() {
      return "SOME_ID (temporary kubeconfig)";
    }

    @Override
    public Optional<Secret> kubeconfig(Environment environment) {
      return Optional.ofNullable(yaml).map(Secret::of);
    }
  }

  @Test
  void find_takesKubeconfigFirst_whenAllAreThere() throws IOException {
    Path named = write("named", config("https://named"));
    write(".kube/config", config("https://home"));
    assertThat(find(Map.of("KUBECONFIG", named.toString()), new Knows(config("https://ack"))))
        .hasToString("https://named/ (KUBECONFIG=" + named + ")");
  }

  @Test
  void find_takesTheFirstThatExists_whenKubeconfigIsAList() throws IOException {
    Path second = write("second", config("https://second"));
    String list = folder.resolve("missing") + File.pathSeparator + second;
    assertThat(find(Map.of("KUBECONFIG", list)).server()).hasToString("https://second/");
  }

  @Test
  void find_neverFallsBack_whenKubeconfigLeadsNowhere() throws IOException {
    write(".kube/config", config("https://home"));
    assertThatThrownBy(() -> find(Map.of("KUBECONFIG", folder + "/missing")))
        .isInstanceOf(ClusterAccessException.class)
        .hasMessageContaining("KUBECONFIG: no file " + folder + "/missing");
  }

  @Test
  void find_takesTheUsersOwn_thenThePods_thenTheConnections()
      throws IOException, GeneralSecurityException, InterruptedException {
    Map<String, String> pod =
        Map.of("KUBERNETES_SERVICE_HOST", "10.0.0.1", "KUBERNETES_SERVICE_PORT", "6443");
    assertThat(find(pod, new Knows(config("https://ack"))).server()).hasToString("https://ack/");
    write("serviceaccount/token", "the-token\n");
    byte[] der = KeyPairs.keyStore(folder, "ca").getCertificate("ca").getEncoded();
    Files.write(folder.resolve("serviceaccount/ca.crt"), KeyPairs.pem("CERTIFICATE", der));
    ClusterAccess inPod = find(pod, new Knows(config("https://ack")));
    assertThat(inPod.server()).hasToString("https://10.0.0.1:6443/");
    assertThat(inPod.credentials().headers().get("Authorization")).isEqualTo("Bearer the-token");
    write(".kube/config", config("https://home"));
    assertThat(find(pod).server()).hasToString("https://home/");
  }

  @Test
  void find_namesEachPlace_whenThereIsNone() throws IOException {
    write(".kube/config", "clusters: []");
    assertThatThrownBy(() -> find(Map.of(), new Knows(null)))
        .isInstanceOf(ClusterAccessException.class)
        .hasMessageContainingAll(
            "KUBECONFIG: not set",
            "~/.kube/config: has no current-context",
            "service account: not in a pod",
            "SOME_ID (temporary kubeconfig): not set");
  }

  @Test
  void find_namesTheSetting_whenAKubeconfigIsBroken() throws IOException {
    Path file = write("k", config("https://x").replace("token: geheim", "client-key-data: '!'"));
    assertThatThrownBy(() -> find(Map.of("KUBECONFIG", file.toString())))
        .isInstanceOf(ClusterAccessException.class)
        .hasMessageContaining("client-key-data: unreadable (expected: Base64)");
    Path other = write("l", config("not a url"));
    assertThatThrownBy(() -> find(Map.of("KUBECONFIG", other.toString())))
        .hasMessageContaining("server: not a url");
  }

  @Test
  void find_showsNoToken_whenAccessIsPrinted() throws IOException {
    write(".kube/config", config("https://home"));
    ClusterAccess access = find(Map.of());
    assertThat(access.toString()).doesNotContain("geheim");
    assertThat(access.credentials().toString()).doesNotContain("geheim");
    assertThat(access.credentials().headers().get("Authorization")).isEqualTo("Bearer geheim");
  }

  @Test
  void find_readsTheTokenFileAnew_whenTheServerRefusesIt() throws IOException {
    Path token = write("t", "old");
    Path file = write("k", config("https://x").replace("token: geheim", "tokenFile: " + token));
    ClusterAccess access = find(Map.of("KUBECONFIG", file.toString()));
    assertThat(access.credentials().headers().get("Authorization")).isEqualTo("Bearer old");
    assertThat(access.credentials().renew()).isFalse();
    Files.writeString(token, "new\n");
    assertThat(access.credentials().headers().get("Authorization")).isEqualTo("Bearer old");
    assertThat(access.credentials().renew()).isTrue();
    assertThat(access.credentials().headers().get("Authorization")).isEqualTo("Bearer new");
  }

  @Test
  void find_runsThePlugin_onlyWhenARequestNeedsIt() throws IOException {
    Path ran = folder.resolve("ran");
    Path plugin =
        write(
            "login",
            "#!/bin/sh\necho x >> "
                + ran
                + "\necho '{\"apiVersion\":\"client.authentication.k8s.io/v1\","
                + "\"kind\":\"ExecCredential\",\"status\":{\"token\":\"handed-out\"}}'\n");
    assertThat(plugin.toFile().setExecutable(true)).isTrue();
    String exec = "exec: {apiVersion: client.authentication.k8s.io/v1, command: ./login, args: []}";
    Path file = write("k", config("https://x").replace("token: geheim", exec));
    ClusterAccess access = find(Map.of("KUBECONFIG", file.toString()));
    assertThat(ran).doesNotExist();
    assertThat(access.credentials().headers().get("Authorization")).isEqualTo("Bearer handed-out");
    assertThat(access.credentials().headers().size()).isEqualTo(1);
    assertThat(access.identity().get()).isNull();
    assertThat(ran).content().isEqualTo("x\n");
  }

  @Test
  void find_takesTheToken_ofAnIdentityProvider() throws IOException {
    String token = unsigned("{\"alg\":\"none\"}", "{\"exp\":4102444800}");
    String oidc =
        "auth-provider: {name: oidc, config: {idp-issuer-url: 'https://x', client-id: me,"
            + " id-token: '%s', refresh-token: r}}";
    Path file = write("k", config("https://x").replace("token: geheim", oidc.formatted(token)));

    ClusterAccess access = find(Map.of("KUBECONFIG", file.toString()));

    assertThat(access.credentials().headers().get("Authorization")).isEqualTo("Bearer " + token);
  }

  private static String unsigned(String header, String claims) {
    Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
    return encoder.encodeToString(header.getBytes(UTF_8))
        + "."
        + encoder.encodeToString(claims.getBytes(UTF_8))
        + ".";
  }

  @Test
  void find_saysThatItActsAsAnother_whenTheKubeconfigDoes() throws IOException {
    Path file =
        write(
            "k",
            config("https://x").replace("token: geheim", "token: t, as: a, as-groups: [b, c]"));
    ClusterAccess access = find(Map.of("KUBECONFIG", file.toString()));
    assertThat(access.credentials().headers().get("Impersonate-User")).isEqualTo("a");
    assertThat(access.credentials().headers().values("Impersonate-Group"))
        .containsExactly("b", "c");
  }
}
