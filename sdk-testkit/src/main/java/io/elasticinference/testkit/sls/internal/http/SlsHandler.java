package io.elasticinference.testkit.sls.internal.http;

import io.elasticinference.testkit.sls.internal.SlsException;
import io.elasticinference.testkit.sls.internal.auth.Authenticator;
import io.elasticinference.testkit.sls.internal.store.Logstore;
import io.elasticinference.testkit.sls.internal.store.Projects;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HttpString;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers the service's requests: read, check, route, answer. Blocks. */
public final class SlsHandler implements HttpHandler {

  private static final Logger LOG = LoggerFactory.getLogger(SlsHandler.class);
  private static final HttpString REQUEST_ID = new HttpString("x-log-requestid");
  private static final int MAX_BODY = 32 * 1024 * 1024;

  private final Authenticator authenticator;
  private final Projects projects;
  private final Queries queries;
  private final ProjectRoutes projectRoutes;
  private final InstantSource clock;

  /**
   * Makes the handler.
   *
   * @param authenticator who may ask
   * @param projects what there is
   * @param queries how it is queried
   * @param region the region that projects say they lie in
   * @param clock the service's time
   */
  public SlsHandler(
      Authenticator authenticator,
      Projects projects,
      Queries queries,
      String region,
      InstantSource clock) {
    this.authenticator = authenticator;
    this.projects = projects;
    this.queries = queries;
    this.projectRoutes = new ProjectRoutes(projects, region);
    this.clock = clock;
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) throws IOException {
    if (exchange.isInIoThread()) {
      exchange.dispatch(this);
      return;
    }
    exchange.startBlocking();
    send(exchange, answer(exchange));
  }

  /**
   * Words an error that was injected, as the service would word its own.
   *
   * @param exchange the exchange to answer
   * @param status the HTTP status
   */
  public static void sendFault(HttpServerExchange exchange, int status) {
    String code =
        switch (status) {
          case 403, 429 -> "ReadQuotaExceed";
          case 500 -> "InternalServerError";
          case 503 -> "ServerBusy";
          default -> "InjectedFault";
        };
    Answer answer = Answer.error(status, code, "injected fault: " + status);
    head(exchange, answer);
    exchange.getResponseSender().send(ByteBuffer.wrap(answer.body()));
  }

  private Answer answer(HttpServerExchange exchange) throws IOException {
    byte[] body = exchange.getInputStream().readNBytes(MAX_BODY + 1);
    try {
      if (body.length > MAX_BODY) {
        throw new SlsException(
            400, "PostBodyTooLarge", "Body size must little than " + MAX_BODY + ".");
      }
      Call call = Call.of(exchange, body);
      authenticator.check(call.request(), clock.instant());
      Answer answer = route(call);
      return answer.compressedFor(call.request().header("accept-encoding").orElse(""));
    } catch (SlsException e) {
      LOG.debug("{} {}: {}", exchange.getRequestMethod(), exchange.getRequestPath(), e.code(), e);
      return Answer.error(e);
    } catch (RuntimeException e) {
      LOG.error("{} {} failed", exchange.getRequestMethod(), exchange.getRequestPath(), e);
      return Answer.error(500, "InternalServerError", "Internal server error: " + e);
    }
  }

  private Answer route(Call call) {
    List<String> path = call.segments();
    String method = call.request().method();
    if (path.isEmpty()) {
      return projectRoutes.project(call);
    }
    if (!path.get(0).equals("logstores") || path.size() > 4) {
      throw ProjectRoutes.notPlayed(call);
    }
    if (path.size() == 1) {
      return projectRoutes.logstores(call);
    }
    String name = path.get(1);
    String what = String.join("/", path.subList(2, path.size()));
    String type = method.equals("GET") ? call.parameter("type").orElse("") : "";
    // The Java SDK asks for histograms below index, the Python SDK and the API's page do not.
    if (type.equals("histogram") && (what.isEmpty() || what.equals("index"))) {
      return queries.histogram(logstore(call, name), QueryRequest.of(call.request().parameters()));
    }
    if (type.equals("log") && what.isEmpty()) {
      QueryRequest request = QueryRequest.of(call.request().parameters());
      return queries.logs(logstore(call, name), request).asList();
    }
    return switch (what) {
      case "" -> projectRoutes.logstore(call, name);
      case "index" -> projectRoutes.index(call, name);
      case "logs" -> {
        requirePost(call);
        yield queries.logs(logstore(call, name), QueryRequest.of(call.json())).asObject();
      }
      case "shards/lb", "shards/route" -> {
        requirePost(call);
        logstore(call, name).append(LogGroups.read(call), clock.millis());
        yield Answer.empty();
      }
      default -> throw ProjectRoutes.notPlayed(call);
    };
  }

  private static void requirePost(Call call) {
    if (!call.request().method().equals("POST")) {
      throw ProjectRoutes.notPlayed(call);
    }
  }

  private Logstore logstore(Call call, String name) {
    return projects.logstore(call.requiredProject(), name);
  }

  private static void send(HttpServerExchange exchange, Answer answer) throws IOException {
    head(exchange, answer);
    exchange.setResponseContentLength(answer.body().length);
    exchange.getOutputStream().write(answer.body());
  }

  private static void head(HttpServerExchange exchange, Answer answer) {
    exchange.setStatusCode(answer.status());
    answer
        .headers()
        .forEach((name, value) -> exchange.getResponseHeaders().put(new HttpString(name), value));
    String id = UUID.randomUUID().toString().replace("-", "").substring(0, 24);
    exchange.getResponseHeaders().put(REQUEST_ID, id.toUpperCase(Locale.ROOT));
  }
}
