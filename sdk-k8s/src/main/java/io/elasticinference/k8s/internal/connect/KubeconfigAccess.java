package io.elasticinference.k8s.internal.connect;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.elasticinference.ClusterAccessException;
import io.elasticinference.k8s.internal.api.Credentials;
import io.elasticinference.k8s.internal.api.Tree;
import io.elasticinference.spi.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** Reads out of a kubeconfig how to speak with its cluster. */
final class KubeconfigAccess {

  private final Kubeconfig kubeconfig;
  private final String source;

  private KubeconfigAccess(Kubeconfig kubeconfig, String source) {
    this.kubeconfig = kubeconfig;
    this.source = source;
  }

  /**
   * Reads the context in use.
   *
   * @param source where the kubeconfig was found, for messages
   * @throws ClusterAccessException where something that it names cannot be read or does not fit
   */
  static ClusterAccess of(Kubeconfig kubeconfig, String source) {
    return new KubeconfigAccess(kubeconfig, source).read();
  }

  private ClusterAccess read() {
    Map<String, Object> cluster = kubeconfig.cluster();
    Map<String, Object> user = kubeconfig.user();
    String url = Tree.text(cluster, "server");
    HttpUrl server = HttpUrl.parse(url);
    if (server == null) {
      throw wrong("server", url.isEmpty() ? "none" : url, "the API server's URL", null);
    }
    PluginCredentials plugin = plugin(user);
    return new ClusterAccess(
        source,
        server,
        authorities(cluster),
        Tree.text(cluster, "insecure-skip-tls-verify").equals("true"),
        Tree.textIfAny(cluster, "tls-server-name").orElse(null),
        identity(user, plugin),
        as(user, plugin == null ? credentials(user) : plugin),
        proxy(cluster));
  }

  private @Nullable List<X509Certificate> authorities(Map<String, Object> cluster) {
    byte[] pem = dataOrFile(cluster, "certificate-authority");
    try {
      return pem == null ? null : ClientIdentity.certificates(pem);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw wrong("certificate-authority", "unreadable", "a certificate as PEM", e);
    }
  }

  private Supplier<@Nullable ClientIdentity> identity(
      Map<String, Object> user, @Nullable PluginCredentials plugin) {
    byte[] certificate = dataOrFile(user, "client-certificate");
    byte[] key = dataOrFile(user, "client-key");
    if (certificate == null && key == null) {
      return plugin == null ? () -> null : plugin::identity;
    }
    if (certificate == null || key == null) {
      throw wrong("client-certificate, client-key", "one of them", "both or none", null);
    }
    try {
      ClientIdentity identity = ClientIdentity.read(certificate, key);
      return () -> identity;
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw wrong("client-certificate, client-key", "unreadable", "both as PEM", e);
    }
  }

  private Credentials credentials(Map<String, Object> user) {
    String token = Tree.text(user, "token");
    if (!token.isEmpty()) {
      return new TokenCredentials(Secret.of(token));
    }
    String file = Tree.text(user, "tokenFile");
    if (!file.isEmpty()) {
      return new TokenFileCredentials(Path.of(file));
    }
    String name = Tree.text(user, "username");
    if (!name.isEmpty()) {
      return new FixedHeaders(
          Headers.of(
              "Authorization", okhttp3.Credentials.basic(name, Tree.text(user, "password"))));
    }
    return Credentials.NONE;
  }

  private @Nullable PluginCredentials plugin(Map<String, Object> user) {
    String command = Tree.text(user, "exec", "command");
    String provider = Tree.text(user, "auth-provider", "name");
    if (command.isEmpty() && provider.isEmpty()) {
      return null;
    }
    return new PluginCredentials(
        kubeconfig.official(),
        command.isEmpty() ? "Auth provider " + provider : "Credential plugin " + command);
  }

  /** Whoever acts as somebody else says so in each request, or would act with too many rights. */
  private static Credentials as(Map<String, Object> user, Credentials own) {
    String name = Tree.text(user, "as");
    return name.isEmpty() ? own : new Impersonation(own, name, Tree.list(user, "as-groups"));
  }

  private @Nullable HttpUrl proxy(Map<String, Object> cluster) {
    String url = Tree.text(cluster, "proxy-url");
    if (url.isEmpty()) {
      return null;
    }
    HttpUrl proxy = HttpUrl.parse(url);
    if (proxy == null) {
      throw wrong("proxy-url", url, "the URL of an HTTP proxy", null);
    }
    return proxy;
  }

  private byte @Nullable [] dataOrFile(Map<String, Object> part, String name) {
    String data = Tree.text(part, name + "-data");
    String file = Tree.text(part, name);
    try {
      if (!data.isEmpty()) {
        return Base64.getDecoder().decode(oneLine(data).getBytes(UTF_8));
      }
      return file.isEmpty() ? null : Files.readAllBytes(Path.of(file));
    } catch (IllegalArgumentException e) {
      throw wrong(name + "-data", "unreadable", "Base64", null);
    } catch (IOException e) {
      throw wrong(name, file, "a file that can be read", e);
    }
  }

  private static String oneLine(String data) {
    return data.indexOf('\n') < 0 && data.indexOf(' ') < 0 ? data : data.replaceAll("\\s", "");
  }

  private ClusterAccessException wrong(
      String setting, String value, String expected, @Nullable Throwable cause) {
    return new ClusterAccessException(
        "Kubeconfig of "
            + source
            + ", context "
            + kubeconfig.currentContext()
            + ": "
            + setting
            + ": "
            + value
            + " (expected: "
            + expected
            + ").",
        "Correct it, or get the kubeconfig again from where the cluster was made.",
        false,
        cause);
  }

  private record FixedHeaders(Headers headers) implements Credentials {
    @Override
    public boolean renew() {
      return false;
    }

    @Override
    public String toString() {
      return "FixedHeaders" + headers.names();
    }
  }

  private record Impersonation(Credentials own, String name, List<?> groups)
      implements Credentials {
    @Override
    public Headers headers() {
      Headers.Builder headers = own.headers().newBuilder().set("Impersonate-User", name);
      groups.forEach(group -> headers.add("Impersonate-Group", String.valueOf(group)));
      return headers.build();
    }

    @Override
    public boolean renew() {
      return own.renew();
    }
  }
}
