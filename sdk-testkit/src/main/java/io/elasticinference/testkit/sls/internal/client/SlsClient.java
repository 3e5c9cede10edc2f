package io.elasticinference.testkit.sls.internal.client;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.elasticinference.testkit.sls.internal.auth.SignatureV1;
import io.elasticinference.testkit.sls.internal.auth.SignedRequest;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import net.jpountz.lz4.LZ4Factory;

/**
 * Speaks to the service as the Go SDK does: plain HTTP, signature version 1, to the host {@code
 * {project}.{endpoint}}, through the service's address as HTTP proxy. Thread-safe.
 */
public final class SlsClient {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final HttpClient http;
  private final String endpoint;
  private final String keyId;
  private final String secret;

  /**
   * Makes a client.
   *
   * @param service the service's address, used as HTTP proxy
   * @param endpoint the endpoint's host, such as {@code cn-beijing-intranet.log.aliyuncs.com}
   * @param keyId the id of the access key
   * @param secret its secret
   */
  public SlsClient(URI service, String endpoint, String keyId, String secret) {
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .proxy(ProxySelector.of(new InetSocketAddress(service.getHost(), service.getPort())))
            .build();
    this.endpoint = endpoint;
    this.keyId = keyId;
    this.secret = secret;
  }

  /**
   * Queries logs: {@code GET /logstores/{logstore}?type=log}.
   *
   * @param project the project
   * @param logstore the log store
   * @param from seconds since the epoch, inclusive
   * @param to seconds since the epoch, exclusive
   * @param query search and statement
   * @return the answer
   * @throws IOException if there is no answer, or an error
   * @throws InterruptedException if the thread is interrupted
   */
  public Logs getLogs(String project, String logstore, long from, long to, String query)
      throws IOException, InterruptedException {
    SortedMap<String, String> parameters = new TreeMap<>();
    parameters.put("type", "log");
    parameters.put("topic", "");
    parameters.put("from", String.valueOf(from));
    parameters.put("to", String.valueOf(to));
    parameters.put("query", query);
    parameters.put("line", "100");
    parameters.put("offset", "0");
    parameters.put("reverse", "false");
    HttpResponse<byte[]> response =
        send("GET", project, "/logstores/" + logstore, parameters, headers(0), new byte[0]);
    String body = new String(response.body(), StandardCharsets.UTF_8);
    String progress = response.headers().firstValue("X-Log-Progress").orElse("");
    try {
      JsonArray rows = JsonParser.parseString(body).getAsJsonArray();
      return new Logs(progress.equals("Complete"), rows);
    } catch (JsonParseException | IllegalStateException e) {
      throw new IOException("GetLogs answered what is no list: " + body, e);
    }
  }

  /**
   * Writes logs: {@code POST /logstores/{logstore}/shards/lb}, protobuf, lz4.
   *
   * @param project the project
   * @param logstore the log store
   * @param logGroup the serialised log group
   * @throws IOException if there is no answer, or an error
   * @throws InterruptedException if the thread is interrupted
   */
  public void putLogs(String project, String logstore, byte[] logGroup)
      throws IOException, InterruptedException {
    Map<String, String> headers = headers(logGroup.length);
    headers.put("x-log-compresstype", "lz4");
    byte[] body = LZ4Factory.fastestInstance().fastCompressor().compress(logGroup);
    send("POST", project, "/logstores/" + logstore + "/shards/lb", new TreeMap<>(), headers, body);
  }

  private static Map<String, String> headers(int rawSize) {
    Map<String, String> headers = new TreeMap<>();
    headers.put("content-type", "application/x-protobuf");
    headers.put("x-log-apiversion", "0.6.0");
    headers.put("x-log-signaturemethod", "hmac-sha1");
    headers.put("x-log-bodyrawsize", String.valueOf(rawSize));
    headers.put(
        "date", DateTimeFormatter.RFC_1123_DATE_TIME.format(Instant.now().atZone(ZoneOffset.UTC)));
    return headers;
  }

  private HttpResponse<byte[]> send(
      String method,
      String project,
      String path,
      SortedMap<String, String> parameters,
      Map<String, String> headers,
      byte[] body)
      throws IOException, InterruptedException {
    if (body.length > 0) {
      headers.put("content-md5", SignatureV1.contentMd5(body));
    }
    SignedRequest signed =
        new SignedRequest(method, path, parameters, new TreeMap<>(headers), body);
    String query =
        parameters.entrySet().stream()
            .map(p -> p.getKey() + "=" + encode(p.getValue()))
            .collect(Collectors.joining("&"));
    URI uri =
        URI.create(
            "http://" + project + "." + endpoint + path + (query.isEmpty() ? "" : "?" + query));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .timeout(TIMEOUT)
            .method(method, HttpRequest.BodyPublishers.ofByteArray(body))
            .header("Authorization", "LOG " + keyId + ":" + SignatureV1.sign(signed, secret));
    headers.forEach(request::header);
    HttpResponse<byte[]> response =
        http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    if (response.statusCode() != 200) {
      throw new IOException(method + " " + path + ": " + error(response));
    }
    return response;
  }

  private static String error(HttpResponse<byte[]> response) {
    String body = new String(response.body(), StandardCharsets.UTF_8);
    try {
      JsonObject json = JsonParser.parseString(body).getAsJsonObject();
      return response.statusCode()
          + " "
          + json.get("errorCode").getAsString()
          + ": "
          + json.get("errorMessage").getAsString();
    } catch (RuntimeException e) {
      return response.statusCode() + " " + body;
    }
  }

  private static String encode(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /**
   * An answer of GetLogs.
   *
   * @param complete whether every log was looked at; if not, ask again
   * @param rows the rows
   */
  public record Logs(boolean complete, JsonArray rows) {}
}
