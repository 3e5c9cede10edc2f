package io.elasticinference.javadoc;

import io.elasticinference.InferenceClient;
import io.elasticinference.InferenceService;
import io.elasticinference.load.LoadReport;
import io.elasticinference.testkit.LocalCloud;
import io.elasticinference.testkit.oss.OssServer;
import io.elasticinference.testkit.sls.SlsServer;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * What snippets may take for granted: each is compiled, and never run, as the body of a method of a
 * subclass.
 */
public abstract class Surroundings {
  protected @Nullable InferenceClient client;
  protected @Nullable InferenceService service;
  protected @Nullable LoadReport report;
  protected @Nullable MeterRegistry registry;
  protected @Nullable OpenTelemetry openTelemetry;
  protected @Nullable LocalCloud cloud;
  protected @Nullable OssServer oss;
  protected @Nullable SlsServer sls;
  protected @Nullable SSLContext tls;
  protected @Nullable Path directory;

  /**
   * What a notebook's kernel has for every cell.
   *
   * @param content what to show
   * @param type its media type
   */
  protected void display(Object content, String type) {
    throw new UnsupportedOperationException(type + " is shown by a kernel alone: " + content);
  }
}
