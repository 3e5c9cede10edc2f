package io.elasticinference.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes kubeconfigs of other users of the same cluster. */
final class Kubeconfigs {

  private Kubeconfigs() {}

  /** A user who is known by a token alone. */
  static Path withToken(Kubectl kubectl, String token, Path folder) throws IOException {
    return Files.writeString(
        folder.resolve("user.yaml"),
        """
        apiVersion: v1
        kind: Config
        clusters:
        - name: c
          cluster: {server: "%s", certificate-authority-data: "%s"}
        contexts:
        - name: c
          context: {cluster: c, user: u}
        current-context: c
        users:
        - name: u
          user: {token: "%s"}
        """
            .formatted(
                view(kubectl, "server"),
                view(kubectl, "certificate-authority-data"),
                token.strip()));
  }

  private static String view(Kubectl kubectl, String field) {
    return kubectl.run(
        "config", "view", "--raw", "-o", "jsonpath={.clusters[0].cluster." + field + "}");
  }
}
