package io.elasticinference.aliyun.internal.ack;

import com.google.gson.JsonObject;
import io.elasticinference.ClusterAccessException;
import io.elasticinference.aliyun.internal.credentials.Credentials;
import io.elasticinference.aliyun.internal.credentials.CredentialsChain;
import io.elasticinference.aliyun.internal.credentials.NoCredentialsException;
import io.elasticinference.spi.Connection;
import io.elasticinference.spi.Environment;
import io.elasticinference.spi.Secret;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Asks ACK for a temporary kubeconfig of the cluster that the settings name. */
public final class AckConnection implements Connection {

  private static final String ACTION = "DescribeClusterUserKubeconfig";
  private static final String TEMPLATE = "/k8s/{ClusterId}/user_config";
  private static final String VERSION = "2015-12-15";

  /** A working day; ACK takes 15 minutes to 3 days. It is kept in memory only. */
  private static final int VALID_MINUTES = 720;

  private static final Duration FIRST_PAUSE = Duration.ofMillis(300);

  private final Function<Environment, CredentialsChain> credentials;
  private final Duration firstPause;

  /** Made by {@link java.util.ServiceLoader}. */
  public AckConnection() {
    this(CredentialsChain::of, FIRST_PAUSE);
  }

  AckConnection(Function<Environment, CredentialsChain> credentials, Duration firstPause) {
    this.credentials = credentials;
    this.firstPause = firstPause;
  }

  @Override
  public String describe() {
    return Environment.ACK_CLUSTER_ID + " (temporary kubeconfig from ACK)";
  }

  @Override
  public Optional<Secret> kubeconfig(Environment environment) {
    return AckSettings.of(environment).map(settings -> ask(settings, environment));
  }

  private Secret ask(AckSettings settings, Environment environment) {
    try {
      Credentials who = credentials.apply(environment).get();
      String body = new ApiClient(firstPause).send(call(settings), who);
      return AckErrors.json(body)
          .flatMap(AckConnection::config)
          .orElseThrow(() -> new AckErrors.Refused(200, "{}"));
    } catch (NoCredentialsException e) {
      throw new ClusterAccessException(e.observed(), e.hint(), false, null);
    } catch (AckErrors.Refused e) {
      throw AckErrors.translate(settings, e);
    } catch (IOException e) {
      throw AckErrors.unreachable(settings, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClusterAccessException(
          "ACK cluster '"
              + settings.clusterId()
              + "': asking for its kubeconfig was interrupted (expected: an answer).",
          "Connect again.",
          true,
          e);
    }
  }

  private static Optional<Secret> config(JsonObject answer) {
    return AckErrors.field(answer, "config").filter(text -> !text.isBlank()).map(Secret::of);
  }

  private static ApiCall call(AckSettings settings) {
    Map<String, String> query = new HashMap<>();
    query.put("TemporaryDurationMinutes", Integer.toString(VALID_MINUTES));
    if (settings.privateAddress()) {
      query.put("PrivateIpAddress", "true");
    }
    String path = "/k8s/" + settings.clusterId() + "/user_config";
    return new ApiCall("GET", settings.endpoint(), path, TEMPLATE, query, ACTION, VERSION);
  }
}
