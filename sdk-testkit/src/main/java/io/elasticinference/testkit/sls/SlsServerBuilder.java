package io.elasticinference.testkit.sls;

import io.elasticinference.testkit.sls.internal.auth.AccessKey;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Sets a server up. Single-use. */
public final class SlsServerBuilder {

  final Map<String, AccessKey> keys = new HashMap<>();
  String region = "cn-beijing";
  int port;
  Duration indexingDelay = Duration.ZERO;
  Duration retention = Duration.ofHours(1);
  int maxRows = 500_000;
  InstantSource clock = InstantSource.system();

  SlsServerBuilder() {}

  /**
   * Lets an access key in; several may be set.
   *
   * @param id its id
   * @param secret its secret
   * @return this builder
   */
  public SlsServerBuilder accessKey(String id, String secret) {
    keys.put(id, new AccessKey(id, Objects.requireNonNull(secret, "secret"), null));
    return this;
  }

  /**
   * Lets a temporary access key in, which must come with its security token.
   *
   * @param id its id
   * @param secret its secret
   * @param securityToken its token
   * @return this builder
   */
  public SlsServerBuilder accessKey(String id, String secret, String securityToken) {
    Objects.requireNonNull(securityToken, "securityToken");
    keys.put(id, new AccessKey(id, Objects.requireNonNull(secret, "secret"), securityToken));
    return this;
  }

  /**
   * Sets the region that projects say they lie in.
   *
   * @param id the region's id; default {@code cn-beijing}
   * @return this builder
   */
  public SlsServerBuilder region(String id) {
    region = Objects.requireNonNull(id, "id");
    return this;
  }

  /**
   * Sets the port.
   *
   * @param number a port; default 0, any free one
   * @return this builder
   */
  public SlsServerBuilder port(int number) {
    port = number;
    return this;
  }

  /**
   * Sets how long after its arrival a log is found.
   *
   * @param delay zero (the default) or more; the real service takes 1 to 3 s
   * @return this builder
   */
  public SlsServerBuilder indexingDelay(Duration delay) {
    indexingDelay = SlsServer.notNegative("delay", delay);
    return this;
  }

  /**
   * Sets how long after its arrival a log stays.
   *
   * @param time default one hour
   * @return this builder
   */
  public SlsServerBuilder retention(Duration time) {
    retention = SlsServer.notNegative("time", time);
    return this;
  }

  /**
   * Sets how many logs stay in one log store; the oldest go first.
   *
   * @param rows default 500,000 (an access log of that size takes about 300 MB)
   * @return this builder
   */
  public SlsServerBuilder maxRows(int rows) {
    if (rows < 1) {
      throw new IllegalArgumentException("rows: " + rows + " (expected: >= 1)");
    }
    maxRows = rows;
    return this;
  }

  /**
   * Sets the service's time.
   *
   * @param source default the system's clock
   * @return this builder
   */
  public SlsServerBuilder clock(InstantSource source) {
    clock = Objects.requireNonNull(source, "source");
    return this;
  }

  /**
   * Starts the server.
   *
   * @return a server that answers
   * @throws IllegalStateException if no access key was set
   */
  public SlsServer start() {
    if (keys.isEmpty()) {
      throw new IllegalStateException("accessKey: none (expected: at least one)");
    }
    return new SlsServer(this);
  }
}
