package io.elasticinference.k8s.internal.api;

import io.elasticinference.spi.Observed;
import io.elasticinference.telemetry.Telemetry;
import io.elasticinference.telemetry.Work;
import okhttp3.Request;

/** Tells whoever hears of requests to the API server. */
final class ApiTrail {

  /** What the API server is called there. */
  static final String API = "kubernetes";

  private ApiTrail() {}

  /**
   * Tells that a request is about to be sent.
   *
   * @param resend how often it was sent before
   */
  static Telemetry.Ongoing began(ApiRequest request, Request http, int resend) {
    Observed observed = Observed.current();
    if (!observed.heard()) {
      return Telemetry.Ongoing.NOTHING;
    }
    return observed.began(
        new Work.ApiCall(
            API,
            request.kindOfWork(),
            http.method(),
            http.url().newBuilder().username("").password("").build().uri(),
            request.template(),
            resend,
            observed.subject()));
  }
}
