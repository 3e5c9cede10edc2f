package com.example;

import static io.elasticinference.Autoscale.qps;

import io.elasticinference.ElasticInference;
import io.elasticinference.InferenceClient;
import io.elasticinference.InferenceService;
import io.elasticinference.Model;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The application: serves the models of customers, and asks them for scores. */
public final class Scores {

  private static final Pattern PREDICTION = Pattern.compile("\"predictions\":\\s*\\[\\s*([^,\\]\\s]+)");
  private static final int ATTEMPTS = 3;

  private final InferenceClient inference;
  private final String host;
  private final HttpClient http = HttpClient.newHttpClient();

  /** In production the client is {@code InferenceClient.connect()}, and the host a real one. */
  public Scores(InferenceClient inference, String host) {
    this.inference = inference;
    this.host = host;
  }

  /** Serves a customer's model, and returns once it answers. */
  public InferenceService serve(String customer, Model model) {
    InferenceService service =
        ElasticInference.builder()
            .client(inference)
            .name(customer)
            .model(model)
            .autoscale(qps(5).replicas(1, 4))
            .ingress(host)
            .deploy();
    service.awaitReady(Duration.ofMinutes(10));
    return service;
  }

  /** Asks a customer's model; a server that is busy is asked again. */
  public double score(InferenceService service, double feature)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(service.endpoint().predictUriByAddress())
            .POST(HttpRequest.BodyPublishers.ofString("{\"instances\": [" + feature + "]}"))
            .build();
    for (int attempt = 1; ; attempt++) {
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      Matcher prediction = PREDICTION.matcher(answer.body());
      if (answer.statusCode() == 200 && prediction.find()) {
        return Double.parseDouble(prediction.group(1));
      }
      if (answer.statusCode() != 503 || attempt == ATTEMPTS) {
        throw new IOException("Model answered " + answer.statusCode() + ": " + answer.body());
      }
    }
  }
}
