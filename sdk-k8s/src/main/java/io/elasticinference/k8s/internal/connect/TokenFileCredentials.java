package io.elasticinference.k8s.internal.connect;

import io.elasticinference.ClusterAccessException;
import io.elasticinference.k8s.internal.api.Credentials;
import io.elasticinference.spi.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/** A bearer token in a file that somebody else renews, as the kubelet does for a pod's own. */
final class TokenFileCredentials implements Credentials {

  /** How long a token that was read is used; Kubernetes' own clients take a minute. */
  private static final Duration FRESH = Duration.ofMinutes(1);

  private final Path file;
  private @Nullable Secret token;
  private long readAtNanos;

  TokenFileCredentials(Path file) {
    this.file = file;
  }

  @Override
  public synchronized Headers headers() {
    Secret current = token;
    if (current == null || System.nanoTime() - readAtNanos > FRESH.toNanos()) {
      current = read();
      token = current;
      readAtNanos = System.nanoTime();
    }
    return TokenCredentials.bearer(current);
  }

  @Override
  public synchronized boolean renew() {
    Secret before = token;
    Secret now = read();
    token = now;
    readAtNanos = System.nanoTime();
    return before == null || !now.equals(before);
  }

  private Secret read() {
    try {
      return Secret.of(Files.readString(file).strip());
    } catch (IOException e) {
      throw new ClusterAccessException(
          "Token file " + file + ": cannot be read (expected: a bearer token).",
          "Check the kubeconfig's tokenFile, or the pod's service account.",
          false,
          e);
    }
  }
}
