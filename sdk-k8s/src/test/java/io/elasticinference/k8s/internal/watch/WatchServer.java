package io.elasticinference.k8s.internal.watch;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.elasticinference.k8s.internal.api.ApiServer;
import io.elasticinference.k8s.internal.api.Credentials;
import io.elasticinference.k8s.internal.api.Fake;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;

/**
 * A server of lists and watches that does what a test says: sends events, cuts connections,
 * refuses, goes away and comes back at the same address.
 */
final class WatchServer implements AutoCloseable {

  /** An event that was sent, for those who watch from before it. */
  private record Past(String plural, long version, String text) {}

  /** A watch that a client has open. */
  private record Open(String plural, HttpExchange exchange, OutputStream body) {}

  private final int port;
  private HttpServer http;
  private ExecutorService threads;
  private final Map<String, Map<String, String>> objects = new ConcurrentHashMap<>();
  private final List<Open> open = new CopyOnWriteArrayList<>();
  private final Queue<Integer> listAnswers = new ArrayDeque<>();
  private final Queue<Integer> watchAnswers = new ArrayDeque<>();
  private final List<String> refused = new CopyOnWriteArrayList<>();

  /** All requests, in the order in which they came: {@code list pods} or {@code watch pods 7}. */
  final List<String> requests = new CopyOnWriteArrayList<>();

  private final List<Past> past = new CopyOnWriteArrayList<>();
  private volatile long version = 1;
  private volatile long oldest = 1;

  WatchServer() throws IOException {
    http = server(0);
    port = http.getAddress().getPort();
    threads = Executors.newCachedThreadPool();
    start();
  }

  private HttpServer server(int at) throws IOException {
    return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), at), 0);
  }

  private void start() {
    http.setExecutor(threads);
    http.createContext("/", this::answer);
    http.start();
  }

  ApiServer connect() {
    return new ApiServer(
        HttpUrl.get("http://127.0.0.1:" + port), new OkHttpClient(), Credentials.NONE);
  }

  /** Goes away, with all connections. */
  void goAway() {
    http.stop(0);
    threads.shutdownNow();
    open.clear();
  }

  /** Comes back at the same address. */
  void comeBack() throws IOException {
    http = server(port);
    threads = Executors.newCachedThreadPool();
    start();
  }

  /** Answers the next watches with these statuses before it serves one. */
  synchronized void answerWatches(int... statuses) {
    for (int status : statuses) {
      watchAnswers.add(status);
    }
  }

  synchronized void answerLists(int... statuses) {
    for (int status : statuses) {
      listAnswers.add(status);
    }
  }

  /** Refuses all requests for a kind from now on. */
  void refuse(String plural) {
    refused.add(plural);
  }

  void put(String plural, String uid, String membersAfterMetadata) {
    put(plural, uid, "", membersAfterMetadata);
  }

  /** Adds or changes an object, and tells all who watch. */
  synchronized void put(String plural, String uid, String metadata, String members) {
    version++;
    String object =
        "{\"metadata\":{\"name\":\""
            + uid
            + "\",\"namespace\":\"default\",\"uid\":\""
            + uid
            + "\",\"resourceVersion\":\""
            + version
            + "\""
            + metadata
            + "}"
            + members
            + "}";
    boolean known = of(plural).put(uid, object) != null;
    happen(plural, known ? "MODIFIED" : "ADDED", object);
  }

  private void happen(String plural, String type, String object) {
    String text = "{\"type\":\"" + type + "\",\"object\":" + object + "}\n";
    past.add(new Past(plural, version, text));
    tell(plural, text);
  }

  synchronized void delete(String plural, String uid) {
    String object = of(plural).remove(uid);
    version++;
    if (object != null) {
      String last = "\"resourceVersion\":\"" + version + "\"";
      happen(plural, "DELETED", object.replaceFirst("\"resourceVersion\":\"\\d+\"", last));
    }
  }

  /** Deletes an object, and forgets at once that it did: older versions are expired then. */
  synchronized void deleteUnheard(String plural, String uid) {
    of(plural).remove(uid);
    version++;
    oldest = version;
  }

  /** Sends these bytes to all who watch a kind. */
  void tell(String plural, String text) {
    for (Open watch : List.copyOf(open)) {
      if (watch.plural().equals(plural)) {
        try {
          watch.body().write(text.getBytes(UTF_8));
          watch.body().flush();
        } catch (IOException e) {
          open.remove(watch);
        }
      }
    }
  }

  /** Cuts all watches of a kind, as a network does: without an end. */
  void cut(String plural) {
    for (Open watch : List.copyOf(open)) {
      if (watch.plural().equals(plural)) {
        open.remove(watch);
        watch.exchange().close();
      }
    }
  }

  /** Ends all watches of a kind in peace, as the API server does after some minutes. */
  void end(String plural) throws IOException {
    for (Open watch : List.copyOf(open)) {
      if (watch.plural().equals(plural)) {
        open.remove(watch);
        watch.body().close();
      }
    }
  }

  int watching(String plural) {
    return (int) open.stream().filter(watch -> watch.plural().equals(plural)).count();
  }

  private Map<String, String> of(String plural) {
    return objects.computeIfAbsent(plural, key -> new ConcurrentHashMap<>());
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String query = String.valueOf(exchange.getRequestURI().getQuery());
    String plural = path.substring(path.lastIndexOf('/') + 1);
    boolean watch = query.contains("watch=1");
    String from = watch ? " " + query.replaceAll(".*resourceVersion=([^&]*).*", "$1") : "";
    requests.add((watch ? "watch " : "list ") + plural + from);
    Integer status;
    synchronized (this) {
      status = watch ? watchAnswers.poll() : listAnswers.poll();
    }
    if (refused.contains(plural)) {
      status = 403;
    } else if (status == null && watch && Long.parseLong(from.strip()) < oldest) {
      status = 410;
    }
    if (status != null) {
      byte[] body = Fake.status(status, "Why", "said so").getBytes(UTF_8);
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
      exchange.close();
    } else if (watch) {
      exchange.sendResponseHeaders(200, 0);
      serve(new Open(plural, exchange, exchange.getResponseBody()), Long.parseLong(from.strip()));
    } else {
      list(exchange, plural);
    }
  }

  private synchronized void serve(Open watch, long from) throws IOException {
    for (Past event : past) {
      if (event.plural().equals(watch.plural()) && event.version() > from) {
        watch.body().write(event.text().getBytes(UTF_8));
      }
    }
    watch.body().flush();
    open.add(watch);
  }

  private synchronized void list(HttpExchange exchange, String plural) throws IOException {
    byte[] body =
        ("{\"metadata\":{\"resourceVersion\":\""
                + version
                + "\"},\"items\":["
                + String.join(",", of(plural).values())
                + "]}")
            .getBytes(UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    goAway();
  }
}
