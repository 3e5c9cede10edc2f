package io.elasticinference.aliyun.internal.ack;

import io.elasticinference.aliyun.internal.credentials.Credentials;
import io.elasticinference.spi.Observed;
import io.elasticinference.telemetry.Signal;
import io.elasticinference.telemetry.Telemetry;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Sends signed calls, and again where their failure passes; each try is signed anew. */
final class ApiClient {

  /** What ACK is called in telemetry. */
  private static final String API = "ack";

  private static final int OK = 200;
  private static final int ATTEMPTS = 4;
  private static final double GROWTH = 2;
  private static final double JITTER = 0.5;
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(20);

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_TIMEOUT)
          .build();
  private final Retry retry;

  ApiClient(Duration firstPause) {
    this.retry =
        Retry.of(
            "ack",
            RetryConfig.custom()
                .maxAttempts(ATTEMPTS)
                .intervalFunction(
                    IntervalFunction.ofExponentialRandomBackoff(firstPause, GROWTH, JITTER))
                .retryOnException(ApiClient::passes)
                .build());
  }

  private static boolean passes(Throwable failure) {
    if (failure instanceof AckErrors.Refused refused) {
      return refused.passes();
    }
    return failure instanceof IOException && !(failure instanceof SSLException);
  }

  /**
   * Sends a call.
   *
   * @return the body of a good answer
   * @throws AckErrors.Refused where the answer is not good
   * @throws IOException where there is none
   */
  String send(ApiCall call, Credentials credentials) throws IOException, InterruptedException {
    try {
      Tries tries = new Tries(call, credentials);
      return retry.executeCallable(tries::next);
    } catch (IOException | InterruptedException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** The tries of one call, told to whoever hears of them; for one thread. */
  private final class Tries {
    private final ApiCall call;
    private final Credentials credentials;
    private int made;
    private @Nullable String reason;

    Tries(ApiCall call, Credentials credentials) {
      this.call = call;
      this.credentials = credentials;
    }

    String next() throws IOException, InterruptedException {
      Observed observed = Observed.current();
      if (reason != null) {
        observed.told(new Signal.Retried(API, call.action(), reason));
      }
      Telemetry.Ongoing ongoing = observed.began(call.work(API, made++, observed.subject()));
      Throwable broken = null;
      try {
        String answer = sendOnce(call, credentials);
        ongoing.answered(OK);
        return answer;
      } catch (AckErrors.Refused e) {
        reason = Integer.toString(e.status());
        ongoing.answered(e.status());
        throw e;
      } catch (IOException | InterruptedException | RuntimeException e) {
        reason = e.getClass().getSimpleName();
        broken = e;
        throw e;
      } finally {
        ongoing.ended(broken);
      }
    }
  }

  private String sendOnce(ApiCall call, Credentials credentials)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(call.uri()).timeout(ANSWER_TIMEOUT).GET();
    ApiSignature.headers(call, credentials, Instant.now(), UUID.randomUUID().toString())
        .forEach(
            (name, value) -> {
              if (!name.equals("host")) { // the client writes it, with the same value
                request.header(name, value);
              }
            });
    request.header("accept", "application/json");
    HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != OK) {
      throw new AckErrors.Refused(answer.statusCode(), answer.body());
    }
    return answer.body();
  }
}
