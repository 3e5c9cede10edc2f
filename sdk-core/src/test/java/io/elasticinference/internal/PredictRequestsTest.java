package io.elasticinference.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.elasticinference.ElasticInferenceException;
import io.elasticinference.Endpoint;
import io.elasticinference.load.LoadRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PredictRequestsTest {
  private static final String METADATA =
      """
      {"model_spec": {"name": "bert", "signature_name": "", "version": "1"},
       "metadata": {"signature_def": {"signature_def": {"serving_default": {
         "inputs": {"ids": {"dtype": "DT_INT64", "name": "ids:0", "tensor_shape":
           {"dim": [{"size": "-1", "name": ""}, {"size": "3", "name": ""}], "unknown_rank": false}}},
         "outputs": {}, "method_name": "tensorflow/serving/predict"}}}}}
      """;

  private final AtomicInteger asked = new AtomicInteger();
  private HttpServer ingress;

  @BeforeEach
  void listen() throws IOException {
    ingress = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    ingress.start();
  }

  @AfterEach
  void close() {
    ingress.stop(0);
  }

  /** Answers with the statuses one after another, and with the last one from then on. */
  private Endpoint answering(int... statuses) {
    ingress.createContext(
        "/",
        exchange -> {
          int status = statuses[Math.min(asked.getAndIncrement(), statuses.length - 1)];
          byte[] body = METADATA.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    return new Endpoint(
        "test.example.com", "127.0.0.1:" + ingress.getAddress().getPort(), "/v1/models/bert");
  }

  /** As an ingress does that has not heard of the ready pods yet. */
  @Test
  void of_asksAgain_whileTheIngressKnowsNoPod() {
    LoadRequest request = PredictRequests.of(answering(503, 503, 200));

    assertThat(asked).hasValue(3);
    assertThat(request.bodies()).hasSize(100);
  }

  @Test
  void of_failsAtOnce_whenAskingAgainIsOfNoUse() {
    Endpoint endpoint = answering(404);

    assertThatThrownBy(() -> PredictRequests.of(endpoint))
        .isInstanceOf(ElasticInferenceException.class)
        .hasMessageContaining("status 404 (expected: the model's signature)");
    assertThat(asked).hasValue(1);
  }

  @Test
  void of_givesUp_whenItsThreadIsInterrupted() {
    Endpoint endpoint = answering(503);

    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> PredictRequests.of(endpoint))
        .isInstanceOf(ElasticInferenceException.class)
        .hasMessageContaining("status 503");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(asked).hasValue(1);
  }
}
