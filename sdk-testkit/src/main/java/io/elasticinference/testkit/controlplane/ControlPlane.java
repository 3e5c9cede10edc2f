package io.elasticinference.testkit.controlplane;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A running Kubernetes control plane, version 1.36, without nodes. It ends when it is closed, and
 * also when this JVM ends in whatever way, since it stops with its standard input.
 */
public final class ControlPlane implements AutoCloseable {
  private static final Pattern SERVER = Pattern.compile("server: (https://\\S+)");

  private final ControlPlaneProcess process;
  private final Path directory;
  private final Path kubeconfig;
  private final URI server;

  private ControlPlane(ControlPlaneProcess process) throws InterruptedException {
    this.process = process;
    directory = Path.of(process.expect("dir "));
    kubeconfig = Path.of(process.expect("kubeconfig "));
    process.expect("ready");
    server = readServer(kubeconfig);
  }

  /**
   * Returns what a control plane is started by.
   *
   * @return a new builder with the defaults
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns the folder of everything that lives as long as the control plane; it is removed at its
   * end.
   *
   * @return an existing folder
   */
  public Path directory() {
    return directory;
  }

  /**
   * Returns the administrator's kubeconfig.
   *
   * @return an existing file
   */
  public Path kubeconfig() {
    return kubeconfig;
  }

  /**
   * Returns the kubeconfig of one of the users that were asked for.
   *
   * @param user the user's name
   * @return an existing file
   * @throws IllegalArgumentException when there is no such user
   */
  public Path kubeconfig(String user) {
    Path file = kubeconfig.resolveSibling(user + ".yaml");
    if (!Files.exists(file)) {
      throw new IllegalArgumentException(
          "user: " + user + " (expected: one that the control plane was started with)");
    }
    return file;
  }

  /**
   * Returns a client with every right.
   *
   * @param userAgent how the API server's audit log names it
   * @return a new client
   */
  public KubeClient client(String userAgent) {
    return new KubeClient(server, tls("local-cloud"), userAgent);
  }

  /**
   * Returns the TLS settings of a played part of the cluster.
   *
   * @param part {@code kubelet}, {@code external-metrics} or {@code local-cloud}
   * @return a context that shows the part's certificate and trusts those of the cluster
   */
  public SSLContext tls(String part) {
    return Tls.context(directory, part);
  }

  /**
   * Returns the authority that has signed the cluster's certificates.
   *
   * @return a PEM file
   */
  public Path certificateAuthority() {
    return directory.resolve("ca.crt");
  }

  /** Stops the API server at once; the other components go on and wait for it. */
  public void stopApiServer() {
    process.command("stop-apiserver");
  }

  /**
   * Starts the API server again, on the same port and with the same data, and returns when it is
   * ready.
   */
  public void startApiServer() {
    process.command("start-apiserver");
  }

  /** Ends the control plane and returns when all of its processes are gone. */
  @Override
  public void close() {
    process.stop();
  }

  private static URI readServer(Path kubeconfig) {
    try {
      Matcher matcher = SERVER.matcher(Files.readString(kubeconfig));
      if (matcher.find()) {
        return URI.create(matcher.group(1));
      }
    } catch (IOException e) {
      throw new ControlPlaneException(
          "Local control plane: its kubeconfig cannot be read, "
              + e
              + " (expected: the one that it wrote). Start it again; check that nobody cleans the"
              + " temporary folder meanwhile.",
          e);
    }
    throw new ControlPlaneException(
        "Local control plane: its kubeconfig "
            + kubeconfig
            + " names no server (expected: one). Start it again.",
        null);
  }

  /** What a control plane is started by; each setting has a default. */
  public static final class Builder {
    private Duration hpaSyncPeriod = Duration.ofSeconds(15);
    private Duration hpaScaleDownWindow = Duration.ofMinutes(5);
    private List<String> users = List.of();
    private @Nullable Path auditLog;
    private Consumer<String> progress = line -> System.err.println("local cloud: " + line);

    private Builder() {}

    /**
     * Sets how often the horizontal pod autoscaler looks.
     *
     * @param period above zero; 15 s by default, as in Kubernetes
     * @return this builder
     */
    public Builder hpaSyncPeriod(Duration period) {
      hpaSyncPeriod = period;
      return this;
    }

    /**
     * Sets how long the autoscaler remembers higher wishes before it scales in.
     *
     * @param window zero or more; 5 min by default, as in Kubernetes
     * @return this builder
     */
    public Builder hpaScaleDownWindow(Duration window) {
      hpaScaleDownWindow = window;
      return this;
    }

    /**
     * Sets who gets a kubeconfig without any right.
     *
     * @param names each {@code NAME} or {@code NAME:GROUP}
     * @return this builder
     */
    public Builder users(String... names) {
      users = List.copyOf(Arrays.asList(names));
      return this;
    }

    /**
     * Sets where the API server writes a JSON line of each request that it has answered.
     *
     * @param file a file, made when it is missing
     * @return this builder
     */
    public Builder auditLog(Path file) {
      auditLog = file;
      return this;
    }

    /**
     * Sets who is told what takes long.
     *
     * @param lines takes a line now and then; by default they go to standard error
     * @return this builder
     */
    public Builder progress(Consumer<String> lines) {
      progress = lines;
      return this;
    }

    /**
     * Builds the program if need be and starts it.
     *
     * @return the control plane, ready to take pods, to be closed by the caller
     * @throws ControlPlaneException when it cannot be built or does not start; without a Go
     *     toolchain that is new enough the message says so
     */
    public ControlPlane start() {
      try {
        GoToolchain go = new GoToolchain("go", progress);
        return new ControlPlaneBinary(go, ControlPlaneBinary.defaultCache())
            .run(
                binary ->
                    start(new ControlPlaneProcess(new ProcessBuilder(command(binary)).start())));
      } catch (IOException e) {
        throw new ControlPlaneException(
            "Local control plane: its program cannot be started, "
                + e
                + " (expected: a program that this user may run). Where its folder is mounted"
                + " noexec, set XDG_CACHE_HOME to another one.",
            e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ControlPlaneException(
            "Local control plane: interrupted while it started (expected: until it is ready). Start it"
                + " again.",
            e);
      }
    }

    private static ControlPlane start(ControlPlaneProcess process) throws InterruptedException {
      boolean started = false;
      try {
        ControlPlane plane = new ControlPlane(process);
        started = true;
        return plane;
      } finally {
        if (!started) {
          process.stop();
        }
      }
    }

    private List<String> command(Path binary) {
      List<String> words = new ArrayList<>(List.of(binary.toString(), "--stop-on-stdin-eof"));
      words.add("--hpa-sync-period=" + hpaSyncPeriod.toMillis() + "ms");
      words.add("--hpa-scale-down-window=" + hpaScaleDownWindow.toMillis() + "ms");
      if (!users.isEmpty()) {
        words.add("--users=" + String.join(",", users));
      }
      if (auditLog != null) {
        words.add("--audit-log=" + auditLog.toAbsolutePath());
      }
      return words;
    }
  }
}
