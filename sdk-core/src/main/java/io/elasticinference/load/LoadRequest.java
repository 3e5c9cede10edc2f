package io.elasticinference.load;

import io.elasticinference.internal.load.Check;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.IntSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request of a stress test, and what its reply must look like to count as a success.
 * Immutable; every method answers a changed copy. Values of headers may be secrets and appear in no
 * text or report.
 *
 * <pre>{@code
 * LoadRequest.post("{\"instances\": [[1, 2]]}").expectJson("predictions[0]");
 * LoadRequest.post(RequestBodies.lines(Path.of("samples.jsonl"))).timeout(Duration.ofSeconds(2));
 * }</pre>
 *
 * @see LoadProfile#request(LoadRequest)
 */
public final class LoadRequest {
  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
  private static final Pattern HEADER_VALUE = Pattern.compile("[\\t\\x20-\\x7e\\x80-\\xff]*");
  private static final Set<String> OURS =
      Set.of("host", "content-length", "transfer-encoding", "connection", "content-type", "expect");
  private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(30);

  private final String method;
  private final @Nullable String path;
  private final @Nullable String contentType;
  private final List<byte[]> bodies;
  private final @Nullable BodyTemplate template;
  private final Map<String, String> headers;
  private final Duration timeout;
  private final boolean keepAlive;
  private final ReplyExpectation expectation;

  private LoadRequest(Copy copy) {
    this.method = copy.method;
    this.path = copy.path;
    this.contentType = copy.contentType;
    this.bodies = copy.bodies;
    this.template = copy.template;
    this.headers = copy.headers;
    this.timeout = copy.timeout;
    this.keepAlive = copy.keepAlive;
    this.expectation = copy.expectation;
  }

  /**
   * A GET without a body.
   *
   * @return a request
   */
  public static LoadRequest get() {
    return new LoadRequest(new Copy("GET"));
  }

  /**
   * A POST of JSON text, in UTF-8.
   *
   * @param json the body
   * @return a request with content type {@code application/json}
   */
  public static LoadRequest post(String json) {
    return post(json.getBytes(StandardCharsets.UTF_8)).contentType("application/json");
  }

  /**
   * A POST of bytes.
   *
   * @param body the body, copied
   * @return a request with content type {@code application/octet-stream}
   */
  public static LoadRequest post(byte[] body) {
    Copy copy = new Copy("POST");
    copy.contentType = "application/octet-stream";
    copy.bodies = List.of(body.clone());
    return new LoadRequest(copy);
  }

  /**
   * A POST of JSON bodies, which the requests take in turn.
   *
   * @param bodies the bodies
   * @return a request with content type {@code application/json}
   */
  public static LoadRequest post(RequestBodies bodies) {
    Copy copy = new Copy("POST");
    copy.contentType = "application/json";
    return new LoadRequest(copy).bodies(bodies);
  }

  /**
   * Sets other bodies, which the requests take in turn.
   *
   * @param others the bodies
   * @return a copy
   * @throws IllegalArgumentException when this is a request without a body
   */
  public LoadRequest bodies(RequestBodies others) {
    Check.argument(!method.equals("GET"), "bodies", others, "a POST, which has a body");
    Copy copy = new Copy(this);
    copy.bodies = others.bytes();
    copy.template = others.template().orElse(null);
    return new LoadRequest(copy);
  }

  /**
   * Sets the path, and query if any, instead of the target's.
   *
   * @param newPath starts with {@code /}; already percent-encoded
   * @return a copy
   * @throws IllegalArgumentException when the path holds a character that no request line can
   */
  public LoadRequest path(String newPath) {
    Copy copy = new Copy(this);
    copy.path = LoadTarget.checkedPath(newPath);
    return new LoadRequest(copy);
  }

  /**
   * Sets the content type.
   *
   * @param type for example {@code application/json}
   * @return a copy
   * @throws IllegalArgumentException when the text cannot stand in a header
   */
  public LoadRequest contentType(String type) {
    Check.argument(HEADER_VALUE.matcher(type).matches(), "contentType", type, "one line of text");
    Copy copy = new Copy(this);
    copy.contentType = type;
    return new LoadRequest(copy);
  }

  /**
   * Adds or replaces a header.
   *
   * @param name not {@code Host}, {@code Content-Length}, {@code Transfer-Encoding}, {@code
   *     Connection}, {@code Content-Type} or {@code Expect}, which have their own settings or none
   * @param value one line
   * @return a copy
   * @throws IllegalArgumentException when the name is not allowed or the value not one line; the
   *     value itself is not shown
   */
  public LoadRequest header(String name, String value) {
    Check.argument(
        TOKEN.matcher(name).matches() && !OURS.contains(name.toLowerCase(Locale.ROOT)),
        "header",
        name,
        "a header name that is not one of " + OURS.stream().sorted().toList());
    Check.argument(
        HEADER_VALUE.matcher(value).matches(),
        "header " + name,
        value.length() + " characters",
        "one line of Latin-1 text");
    Copy copy = new Copy(this);
    copy.headers = new LinkedHashMap<>(headers);
    copy.headers.keySet().removeIf(name::equalsIgnoreCase);
    copy.headers.put(name, value);
    return new LoadRequest(copy);
  }

  /**
   * Sets how long after the intended send time a request without a full reply is given up.
   *
   * @param newTimeout above zero, at most 30 minutes; 10 seconds unless set
   * @return a copy
   * @throws IllegalArgumentException when the time is out of range
   */
  public LoadRequest timeout(Duration newTimeout) {
    Copy copy = new Copy(this);
    copy.timeout = Check.duration(newTimeout, "timeout", LONGEST_TIMEOUT);
    return new LoadRequest(copy);
  }

  /**
   * Sets whether connections are used for more than one request.
   *
   * @param reuse true unless set; false opens a connection for every request
   * @return a copy
   */
  public LoadRequest keepAlive(boolean reuse) {
    Copy copy = new Copy(this);
    copy.keepAlive = reuse;
    return new LoadRequest(copy);
  }

  /**
   * Sets the status that a success has.
   *
   * @param status 200 to 599; 200 unless set
   * @return a copy
   * @throws IllegalArgumentException when the status is out of range
   */
  public LoadRequest expectStatus(int status) {
    return expecting(new ReplyExpectation(status, expectation.bodyText(), expectation.jsonField()));
  }

  /**
   * Sets a text that a success has in its body.
   *
   * @param text not empty
   * @return a copy
   * @throws IllegalArgumentException when the text is empty
   */
  public LoadRequest expectBody(String text) {
    return expecting(
        new ReplyExpectation(expectation.status(), Optional.of(text), expectation.jsonField()));
  }

  /**
   * Sets a field that a success has in its JSON body, with any value but null.
   *
   * @param field names and array positions, for example {@code predictions[0].score}
   * @return a copy
   * @throws IllegalArgumentException when the path cannot be read
   */
  public LoadRequest expectJson(String field) {
    return expecting(
        new ReplyExpectation(expectation.status(), expectation.bodyText(), Optional.of(field)));
  }

  private LoadRequest expecting(ReplyExpectation changed) {
    Copy copy = new Copy(this);
    copy.expectation = changed;
    return new LoadRequest(copy);
  }

  /**
   * The method.
   *
   * @return {@code GET} or {@code POST}
   */
  public String method() {
    return method;
  }

  /**
   * The path and query.
   *
   * @return empty when the target's counts
   */
  public Optional<String> path() {
    return Optional.ofNullable(path);
  }

  /**
   * The content type.
   *
   * @return empty for a request without a body
   */
  public Optional<String> contentType() {
    return Optional.ofNullable(contentType);
  }

  /**
   * The bodies, which the requests take in turn.
   *
   * @return copies; empty for a request without a body
   */
  public List<byte[]> bodies() {
    return bodies.stream().map(byte[]::clone).toList();
  }

  /**
   * How many bodies there are.
   *
   * @return 0 for a request without a body
   */
  public int bodyCount() {
    return bodies.size();
  }

  /**
   * What the bodies were made of.
   *
   * @return empty when they were given as they are, or there is none
   */
  public Optional<BodyTemplate> template() {
    return Optional.ofNullable(template);
  }

  /**
   * The additional headers. Their values may be secrets.
   *
   * @return unmodifiable, in the order they were added
   */
  public Map<String, String> headers() {
    return Collections.unmodifiableMap(headers);
  }

  /**
   * How long after the intended send time a request is given up.
   *
   * @return above zero
   */
  public Duration timeout() {
    return timeout;
  }

  /**
   * Whether connections are used for more than one request.
   *
   * @return true unless switched off
   */
  public boolean keepAlive() {
    return keepAlive;
  }

  /**
   * What a success looks like.
   *
   * @return the expectation
   */
  public ReplyExpectation expectation() {
    return expectation;
  }

  /** The request in short, without header values and bodies. */
  @Override
  public String toString() {
    return method
        + (path == null ? "" : " " + path)
        + sizes()
        + (headers.isEmpty() ? "" : ", headers " + headers.keySet())
        + ", timeout "
        + timeout;
  }

  private String sizes() {
    IntSummaryStatistics sizes = bodies.stream().mapToInt(body -> body.length).summaryStatistics();
    if (bodies.size() <= 1) {
      return bodies.isEmpty() ? "" : ", body of " + sizes.getMax() + " bytes";
    }
    return ", "
        + bodies.size()
        + " bodies of "
        + sizes.getMin()
        + " to "
        + sizes.getMax()
        + " bytes";
  }

  /** The fields while they change. */
  private static final class Copy {
    private final String method;
    private @Nullable String path;
    private @Nullable String contentType;
    private List<byte[]> bodies = List.of();
    private @Nullable BodyTemplate template;
    private Map<String, String> headers = Map.of();
    private Duration timeout = Duration.ofSeconds(10);
    private boolean keepAlive = true;
    private ReplyExpectation expectation = ReplyExpectation.OK;

    private Copy(String method) {
      this.method = method;
    }

    private Copy(LoadRequest from) {
      this.method = from.method;
      this.path = from.path;
      this.contentType = from.contentType;
      this.bodies = from.bodies;
      this.template = from.template;
      this.headers = from.headers;
      this.timeout = from.timeout;
      this.keepAlive = from.keepAlive;
      this.expectation = from.expectation;
    }
  }
}
