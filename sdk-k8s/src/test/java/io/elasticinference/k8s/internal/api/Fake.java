package io.elasticinference.k8s.internal.api;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;

/** An API server that answers what a test says, also what a real one answers but rarely. */
public final class Fake {

  private Fake() {}

  /** Starts one on a free port. */
  public static WireMockServer start() {
    WireMockServer fake =
        new WireMockServer(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));
    fake.start();
    return fake;
  }

  /** Speaks with one. */
  public static ApiServer connect(WireMockServer fake) {
    return connect(fake.baseUrl());
  }

  /** Speaks with whatever answers at a URL. */
  public static ApiServer connect(String url) {
    return new ApiServer(HttpUrl.get(url), new OkHttpClient(), Credentials.NONE);
  }

  /** The Status that an API server answers where something failed. */
  public static String status(int code, String reason, String message) {
    return "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"message\":\""
        + message.replace("\"", "\\\"")
        + "\",\"reason\":\""
        + reason
        + "\",\"code\":"
        + code
        + "}";
  }
}
