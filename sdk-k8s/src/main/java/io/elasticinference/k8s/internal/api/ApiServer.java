package io.elasticinference.k8s.internal.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.elasticinference.telemetry.Telemetry;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends requests to one API server. Safe for use by many threads. */
public final class ApiServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ApiServer.class);
  private static final String USER_AGENT = "elastic-inference-java";
  private static final int UNAUTHORIZED = 401;
  private static final int LONGEST_ERROR = 64 * 1024;

  /** How much longer than the server means to serve it a watch may live, if its end is lost. */
  private static final Duration WATCH_GRACE = Duration.ofSeconds(30);

  /** How long a text that is written every second may not go on before its connection is dead. */
  private static final Duration FOLLOW_SILENCE = Duration.ofSeconds(30);

  private final HttpUrl base;
  private final OkHttpClient client;
  private final OkHttpClient watching;
  private final OkHttpClient following;
  private final Credentials credentials;
  private final ApiVersions versions = new ApiVersions();
  private volatile boolean everAnswered;

  /** Sends nothing yet. */
  public ApiServer(HttpUrl base, OkHttpClient client, Credentials credentials) {
    this.base = base;
    this.client = client;
    this.watching =
        client.newBuilder().readTimeout(Duration.ZERO).callTimeout(Duration.ZERO).build();
    this.following =
        client.newBuilder().readTimeout(FOLLOW_SILENCE).callTimeout(Duration.ZERO).build();
    this.credentials = credentials;
  }

  /** The server's URL, for messages. */
  public String url() {
    String url = base.toString();
    return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }

  /**
   * Sends a request; sends it again where it failed for a moment.
   *
   * @throws ApiFailure where it failed for good
   */
  public Reply send(ApiRequest request) {
    return Retrying.call(resend -> answer(request, ApiServer::object, resend));
  }

  /** Like {@link #send}, without trying again. */
  public Reply once(ApiRequest request) {
    return answer(request, ApiServer::object, 0);
  }

  /** Like {@link #send}, for an object that may not be there; null where it is not. */
  public @Nullable Reply sendIfThere(ApiRequest request) {
    try {
      return send(request);
    } catch (ApiFailure failure) {
      if (failure.notFound()) {
        return null;
      }
      throw failure;
    }
  }

  /** Reads a text, for example a log, without trying again. */
  public String text(ApiRequest request) {
    return answer(request, (r, response) -> response.body().string(), 0);
  }

  /**
   * Opens a watch, without trying again.
   *
   * @throws ApiFailure where it is not to be had
   */
  public WatchStream watch(ApiRequest request) {
    return new WatchStream(streamed(watching, request));
  }

  /**
   * Opens a text that grows, for example a log, without trying again.
   *
   * @throws ApiFailure where it is not to be had
   */
  public LineStream lines(ApiRequest request) {
    return streamed(following, request);
  }

  private LineStream streamed(OkHttpClient by, ApiRequest request) {
    Answer answer = executeKnown(by, request, 0);
    answer.ongoing().ended(null);
    return new LineStream(answer.call(), answer.response());
  }

  /** Ends all connections; requests that run fail. */
  @Override
  public void close() {
    client.dispatcher().cancelAll();
    client.connectionPool().evictAll();
  }

  private interface Reading<T> {
    T read(ApiRequest request, Response response) throws IOException;
  }

  private <T> T answer(ApiRequest request, Reading<T> reading, int resend) {
    Answer answer = executeKnown(client, request, resend);
    Throwable broken = null;
    try (Response response = answer.response()) {
      return reading.read(request, response);
    } catch (IOException e) {
      broken = e;
      throw ApiFailure.unanswered(request, e, true);
    } catch (RuntimeException e) {
      broken = e;
      throw e;
    } finally {
      answer.ongoing().ended(broken);
    }
  }

  private static Reply object(ApiRequest request, Response response) throws IOException {
    for (String warning : response.headers("Warning")) {
      LOG.warn("{}: the API server warns: {}", request, warning);
    }
    return new Reply(
        response.code(), Json.read(response.body().charStream()), response.header("Date"));
  }

  private record Answer(Call call, Response response, Telemetry.Ongoing ongoing) {}

  /** Sends a request; renews the credentials once where the server does not know who asks. */
  private Answer executeKnown(OkHttpClient by, ApiRequest request, int resend) {
    try {
      return executeServed(by, versions.served(request), resend);
    } catch (ApiFailure failure) {
      if (versions.learns(request, failure, this::discover)) {
        return executeServed(by, versions.served(request), resend);
      }
      throw failure;
    }
  }

  private Map<String, Object> discover(ApiRequest request) {
    try {
      return send(request).body();
    } catch (ApiFailure failure) {
      LOG.debug("{}: {}", request, failure.getMessage());
      return Map.of();
    }
  }

  private Answer executeServed(OkHttpClient by, ApiRequest request, int resend) {
    Answer answer = execute(newCall(by, request), request, resend);
    if (answer.response().code() == UNAUTHORIZED && credentials.renew()) {
      answer.response().close();
      answer.ongoing().ended(null);
      answer = execute(newCall(by, request), request, resend + 1);
    }
    if (!answer.response().isSuccessful()) {
      ApiFailure failure = failure(request, answer.response());
      answer.ongoing().ended(null);
      throw failure;
    }
    return answer;
  }

  private Call newCall(OkHttpClient by, ApiRequest request) {
    Call call = by.newCall(http(request));
    String served = request.query().get("timeoutSeconds");
    if (served != null) {
      call.timeout().timeout(Long.parseLong(served) + WATCH_GRACE.toSeconds(), TimeUnit.SECONDS);
    }
    return call;
  }

  private Answer execute(Call call, ApiRequest request, int resend) {
    Telemetry.Ongoing ongoing = ApiTrail.began(request, call.request(), resend);
    try {
      Response response = call.execute();
      everAnswered = true;
      ongoing.answered(response.code());
      return new Answer(call, response, ongoing);
    } catch (IOException e) {
      ongoing.ended(e);
      boolean interrupted =
          e instanceof InterruptedIOException
              && !(e instanceof SocketTimeoutException)
              && Thread.currentThread().isInterrupted();
      // A server that never answered is more likely a wrong address than one that restarts.
      throw ApiFailure.unanswered(request, e, everAnswered && !interrupted && !call.isCanceled());
    } catch (RuntimeException e) {
      ongoing.ended(e);
      throw e;
    } catch (Exception e) {
      // OkHttp, being Kotlin, throws InterruptedException where it waits for a connection, and
      // does not declare it.
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      IOException cut = new InterruptedIOException("interrupted while connecting");
      cut.initCause(e);
      ongoing.ended(cut);
      throw ApiFailure.unanswered(request, cut, false);
    }
  }

  private Request http(ApiRequest request) {
    HttpUrl.Builder url = base.newBuilder().addPathSegments(request.path());
    request.query().forEach(url::addQueryParameter);
    Request.Builder http =
        new Request.Builder()
            .url(url.build())
            .headers(credentials.headers())
            .header("User-Agent", USER_AGENT);
    if (request.body() == null) {
      return http.get().build();
    }
    RequestBody body =
        RequestBody.create(request.body().getBytes(UTF_8), MediaType.get(request.contentType()));
    String method = request.verb().equals("create") ? "POST" : request.verb();
    return http.method(method.toUpperCase(Locale.ROOT), body).build();
  }

  private static ApiFailure failure(ApiRequest request, Response response) {
    Map<String, Object> status = Map.of();
    try (response) {
      status = Json.read(response.peekBody(LONGEST_ERROR).charStream());
    } catch (IOException | RuntimeException e) {
      LOG.debug("{}: the answer {} is no Status", request, response.code(), e);
    }
    return ApiFailure.answered(request, response.code(), status, retryAfter(response));
  }

  private static @Nullable Duration retryAfter(Response response) {
    String header = response.header("Retry-After");
    try {
      return header == null ? null : Duration.ofSeconds(Long.parseLong(header.trim()));
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
