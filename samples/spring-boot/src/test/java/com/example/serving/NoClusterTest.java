package com.example.serving;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;

/** The application where there is no cluster: it starts, says what is wrong, and what to do. */
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = "inference.kubeconfig=no-such-file")
class NoClusterTest {

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

  @Test
  void post_answersProblemWithHint_whenTheClusterIsNotThere() {
    deploy("{\"model\": \"chnsenticorp\", \"version\": 1623831335, \"qps\": 10}")
        .expectStatus()
        .isEqualTo(502)
        .expectHeader()
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .expectBody()
        .jsonPath("$.detail")
        .value(String.class, text -> assertThat(text).contains("no-such-file"))
        .jsonPath("$.hint")
        .isNotEmpty()
        .jsonPath("$.retryable")
        .isBoolean();
  }

  @Test
  void post_answersProblem_whenTheRequestIsWrong() {
    deploy("{\"model\": \"../etc\", \"version\": 0, \"qps\": -1}")
        .expectStatus()
        .isBadRequest()
        .expectHeader()
        .contentType(MediaType.APPLICATION_PROBLEM_JSON);
  }

  @Test
  void health_isDownWithHint_whenTheClusterIsNotThere() {
    http.get()
        .uri("/actuator/health")
        .exchange()
        .expectStatus()
        .isEqualTo(503)
        .expectBody()
        .jsonPath("$.components.inference.status")
        .isEqualTo("DOWN")
        .jsonPath("$.components.inference.details.hint")
        .isNotEmpty();
  }
}
