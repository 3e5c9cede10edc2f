package com.example.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;

/**
 * The application on the cluster and account that the environment names: a local cloud's, if its
 * variables are set. One service, from its deployment to its end.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ServingIT {

  private static final Duration READY = Duration.ofSeconds(90);

  @LocalServerPort int port;

  private RestTestClient http;

  @BeforeEach
  void connect() {
    http = RestTestClient.bindToServer().baseUrl("http://localhost:" + port).build();
  }

  private RestTestClient.ResponseSpec deploy(String body) {
    return http.post()
        .uri("/deployments")
        .contentType(MediaType.APPLICATION_JSON)
        .body(body)
        .exchange();
  }

  private RestTestClient.BodyContentSpec get(String uri) {
    return http.get().uri(uri).exchange().expectStatus().isOk().expectBody();
  }

  @Test
  @Order(1)
  void post_answersAllFaults_whenTheSpecificationIsWrong() {
    deploy(
            "{\"model\": \"chnsenticorp\", \"version\": 1623831335, \"qps\": 10, \"host\": \"no"
                + " host\"}")
        .expectStatus()
        .isEqualTo(422)
        .expectHeader()
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .expectBody()
        .jsonPath("$.violations[0]")
        .value(String.class, text -> assertThat(text).contains("no host"));
  }

  @Test
  @Order(2)
  void post_isAccepted_andBecomesReady() {
    URI location =
        deploy(
                "{\"model\": \"chnsenticorp\", \"version\": 1623831335, \"qps\": 10,"
                    + " \"host\": \"serving.example.com\"}")
            .expectStatus()
            .isAccepted()
            .returnResult(String.class)
            .getResponseHeaders()
            .getLocation();
    assertThat(location).hasPath("/deployments/chnsenticorp");

    await()
        .atMost(READY)
        .untilAsserted(() -> get(location.getPath()).jsonPath("$.state").isEqualTo("READY"));
  }

  @Test
  @Order(3)
  void health_listsTheService_whenItIsReady() {
    get("/actuator/health")
        .jsonPath("$.components.inference.status")
        .isEqualTo("UP")
        .jsonPath("$.components.inference.details['chnsenticorp-1623831335']")
        .value(String.class, text -> assertThat(text).contains("1/1 ready"));
  }

  @Test
  @Order(4)
  void load_isAnswered_throughTheIngress() {
    http.post()
        .uri("/deployments/chnsenticorp/load?rate=5&seconds=3")
        .exchange()
        .expectStatus()
        .isOk()
        .expectBody()
        .jsonPath("$.ok")
        .isEqualTo(15)
        .jsonPath("$.failed")
        .isEqualTo(0);
  }

  @Test
  @Order(5)
  void metrics_countDeploymentsUploadsAndLoad() {
    String metrics =
        http.get()
            .uri("/actuator/prometheus")
            .exchange()
            .expectStatus()
            .isOk()
            .returnResult(String.class)
            .getResponseBody();
    assertThat(metrics)
        .containsPattern(
            "elastic_inference_operation_duration_seconds_count\\{[^}]*\"deploy\"[^}]*} 1")
        .containsPattern("elastic_inference_transfer_bytes_total\\{[^}]*} [1-9]")
        .containsPattern("elastic_inference_load_requests_total\\{[^}]*\"ok\"[^}]*} 15");
  }

  @Test
  @Order(6)
  void delete_removesIt() {
    http.delete().uri("/deployments/chnsenticorp").exchange().expectStatus().isNoContent();

    http.get()
        .uri("/deployments/chnsenticorp")
        .exchange()
        .expectStatus()
        .isNotFound()
        .expectHeader()
        .contentType(MediaType.APPLICATION_PROBLEM_JSON);
  }
}
