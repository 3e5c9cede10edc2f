package io.elasticinference.k8s.internal.connect;

import static java.util.stream.Collectors.joining;

import io.elasticinference.ClusterAccessException;
import io.elasticinference.k8s.internal.api.ApiServer;
import io.elasticinference.spi.Connection;
import io.elasticinference.spi.Environment;
import io.elasticinference.spi.Secret;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Looks for the cluster: the kubeconfig of the environment, the user's own, the pod's service
 * account, then whoever else can hand out a kubeconfig. A {@code KUBECONFIG} that leads nowhere
 * ends the search, since what it names is meant and nothing else.
 */
public final class ClusterSearch {

  /** Where Kubernetes puts a pod's own credentials. */
  private static final Path SERVICE_ACCOUNT =
      Path.of("/var/run/secrets/kubernetes.io/serviceaccount");

  private static final String DEFAULT_PORT = "443";

  private final Environment environment;
  private final List<Connection> connections;
  private final Path serviceAccount;
  private final List<String> looked = new ArrayList<>();

  private ClusterSearch(
      Environment environment, List<Connection> connections, Path serviceAccount) {
    this.environment = environment;
    this.connections = connections;
    this.serviceAccount = serviceAccount;
  }

  /**
   * Finds the cluster and makes ready to speak with it; sends nothing.
   *
   * @throws ClusterAccessException where there is none, with each place that was looked in
   */
  public static ApiServer connect(Environment environment, List<Connection> connections) {
    return open(find(environment, connections, SERVICE_ACCOUNT));
  }

  static ApiServer open(ClusterAccess access) {
    try {
      return new ApiServer(access.server(), HttpClients.create(access), access.credentials());
    } catch (GeneralSecurityException e) {
      throw new ClusterAccessException(
          access
              + ": TLS cannot be set up, "
              + e.getMessage()
              + " (expected: usable certificates).",
          "Get the kubeconfig again from where the cluster was made; its certificates or its key are"
              + " damaged.",
          false,
          e);
    }
  }

  static ClusterAccess find(
      Environment environment, List<Connection> connections, Path serviceAccount) {
    return new ClusterSearch(environment, connections, serviceAccount).find();
  }

  private ClusterAccess find() {
    ClusterAccess found = inEnvironment();
    if (found == null) {
      found = ofUser();
    }
    if (found == null) {
      found = inCluster();
    }
    for (Connection connection : connections) {
      if (found == null) {
        found = by(connection);
      }
    }
    if (found == null) {
      throw nowhere("Set KUBECONFIG to the path of a kubeconfig, or provide one of the others.");
    }
    return found;
  }

  private @Nullable ClusterAccess inEnvironment() {
    Optional<String> setting = environment.get(Environment.KUBECONFIG);
    if (setting.isEmpty()) {
      looked.add("KUBECONFIG: not set");
      return null;
    }
    List<Path> files =
        Arrays.stream(setting.get().split(File.pathSeparator, -1))
            .filter(name -> !name.isBlank())
            .map(Path::of)
            .toList();
    ClusterAccess found = inFiles("KUBECONFIG", files);
    if (found == null) {
      throw nowhere("Correct KUBECONFIG, or unset it to look in the other places.");
    }
    return found;
  }

  private @Nullable ClusterAccess ofUser() {
    String home = environment.get("HOME").orElse(System.getProperty("user.home", ""));
    return inFiles("~/.kube/config", List.of(Path.of(home, ".kube", "config")));
  }

  private @Nullable ClusterAccess inFiles(String place, List<Path> files) {
    Kubeconfig merged = new Kubeconfig();
    int read = 0;
    for (Path file : files) {
      if (Files.exists(file)) {
        add(merged, file, place);
        read++;
      }
    }
    String names = files.stream().map(Path::toString).collect(joining(File.pathSeparator));
    if (read == 0) {
      looked.add(place + ": no file " + names);
      return null;
    }
    return context(merged, place.startsWith("~") ? place : place + "=" + names);
  }

  private static void add(Kubeconfig merged, Path file, String place) {
    try {
      merged.add(Files.readString(file), file.toAbsolutePath().getParent());
    } catch (IOException | IllegalArgumentException e) {
      throw new ClusterAccessException(
          place
              + ": "
              + file
              + " cannot be read, "
              + (e instanceof IOException ? e.toString() : e.getMessage())
              + " (expected: a kubeconfig).",
          "Correct the file, or name another one; kubectl config view --kubeconfig=FILE shows what is"
              + " in it without the keys.",
          false,
          e);
    }
  }

  private @Nullable ClusterAccess context(Kubeconfig kubeconfig, String source) {
    if (kubeconfig.currentContext().isEmpty()) {
      looked.add(source + ": has no current-context");
      return null;
    }
    if (kubeconfig.cluster().isEmpty()) {
      looked.add(
          source + ": context " + kubeconfig.currentContext() + " leads to no cluster in it");
      return null;
    }
    return KubeconfigAccess.of(kubeconfig, source);
  }

  private @Nullable ClusterAccess inCluster() {
    Optional<String> host = environment.get("KUBERNETES_SERVICE_HOST");
    Path token = serviceAccount.resolve("token");
    if (host.isEmpty() || !Files.exists(token)) {
      looked.add("service account: not in a pod (no KUBERNETES_SERVICE_HOST, or no " + token + ")");
      return null;
    }
    try {
      return new ClusterAccess(
          "service account",
          new HttpUrl.Builder()
              .scheme("https")
              .host(host.get())
              .port(
                  Integer.parseInt(environment.get("KUBERNETES_SERVICE_PORT").orElse(DEFAULT_PORT)))
              .build(),
          ClientIdentity.certificates(Files.readAllBytes(serviceAccount.resolve("ca.crt"))),
          false,
          null,
          () -> null,
          new TokenFileCredentials(token),
          null);
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw new ClusterAccessException(
          "Service account: cannot be used, " + e.getMessage() + " (expected: token and ca.crt).",
          "Look at the pod's automountServiceAccountToken and its KUBERNETES_SERVICE_ variables.",
          false,
          e);
    }
  }

  private @Nullable ClusterAccess by(Connection connection) {
    Optional<Secret> yaml = connection.kubeconfig(environment);
    if (yaml.isEmpty()) {
      looked.add(connection.describe() + ": not set");
      return null;
    }
    Kubeconfig kubeconfig = new Kubeconfig();
    try {
      kubeconfig.add(yaml.get().reveal(), null);
    } catch (IllegalArgumentException e) {
      throw new ClusterAccessException(
          connection.describe() + ": " + e.getMessage() + " (expected: a kubeconfig).",
          "Try again, or set KUBECONFIG.",
          true,
          e);
    }
    return context(kubeconfig, connection.describe());
  }

  private ClusterAccessException nowhere(String hint) {
    return new ClusterAccessException(
        looked.stream()
            .map(place -> "\n  - " + place)
            .collect(joining("", "No cluster found (expected: one of these):", "\n")),
        hint,
        false,
        null);
  }
}
