package io.elasticinference.aliyun.internal.sls;

import io.elasticinference.spi.Environment;
import io.elasticinference.spi.TrafficMetrics;

/** Makes the source of traffic metrics; found by {@link java.util.ServiceLoader}. */
public final class SlsTrafficMetricsProvider implements TrafficMetrics.Provider {

  /** Made by {@link java.util.ServiceLoader}. */
  public SlsTrafficMetricsProvider() {}

  @Override
  public TrafficMetrics create(Environment environment) {
    return new SlsTrafficMetrics(environment);
  }
}
