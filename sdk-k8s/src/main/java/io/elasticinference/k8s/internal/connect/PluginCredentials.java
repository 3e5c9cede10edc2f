package io.elasticinference.k8s.internal.connect;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.elasticinference.ClusterAccessException;
import io.elasticinference.k8s.internal.api.Credentials;
import io.elasticinference.spi.Secret;
import io.kubernetes.client.util.KubeConfig;
import java.security.GeneralSecurityException;
import java.util.Map;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Credentials that a program or an identity provider hands out, run by the official client when the
 * first request needs them, and again when the server does not know them any more.
 */
final class PluginCredentials implements Credentials {

  private final KubeConfig kubeconfig;
  private final String plugin;
  private @Nullable Map<String, String> handedOut;

  PluginCredentials(KubeConfig kubeconfig, String plugin) {
    this.kubeconfig = kubeconfig;
    this.plugin = plugin;
  }

  @Override
  public Headers headers() {
    String token = handedOut().get(KubeConfig.CRED_TOKEN_KEY);
    return token == null ? NONE.headers() : TokenCredentials.bearer(Secret.of(token));
  }

  @Override
  public synchronized boolean renew() {
    Map<String, String> before = handedOut;
    handedOut = null;
    Map<String, String> now = handedOut();
    return before == null || !now.equals(before);
  }

  /** The client's certificate, where the plugin hands out one; else null. */
  @Nullable ClientIdentity identity() {
    Map<String, String> all = handedOut();
    String certificate = all.get(KubeConfig.CRED_CLIENT_CERTIFICATE_DATA_KEY);
    String key = all.get(KubeConfig.CRED_CLIENT_KEY_DATA_KEY);
    if (certificate == null || key == null) {
      return null;
    }
    try {
      return ClientIdentity.read(certificate.getBytes(UTF_8), key.getBytes(UTF_8));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new ClusterAccessException(
          plugin + ": handed out a certificate or key that cannot be read (expected: PEM).",
          "Run the plugin by hand and look at what it prints.",
          false,
          e);
    }
  }

  private synchronized Map<String, String> handedOut() {
    Map<String, String> current = handedOut;
    if (current == null) {
      current = kubeconfig.getCredentials();
      if (current == null || current.isEmpty()) {
        throw new ClusterAccessException(
            plugin + ": handed out no credentials (expected: a token or a certificate).",
            "Run the plugin by hand, and log in where it wants that.",
            true,
            null);
      }
      handedOut = current;
    }
    return current;
  }
}
