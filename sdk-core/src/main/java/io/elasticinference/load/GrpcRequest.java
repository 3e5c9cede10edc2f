package io.elasticinference.load;

import io.elasticinference.internal.load.Check;
import io.elasticinference.internal.load.grpc.PredictMessage;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One call of TensorFlow Serving's {@code tensorflow.serving.PredictionService/Predict}, and what
 * its reply must look like to count as a success: status OK and at least one output. Immutable;
 * every method answers a changed copy. Values of metadata may be secrets and appear in no text or
 * report.
 *
 * <pre>{@code
 * GrpcRequest.predict("chnsenticorp")
 *     .input("input_ids", Tensor.ints(101, 7592, 102).shape(1, 3))
 *     .timeout(Duration.ofSeconds(2));
 * }</pre>
 */
public final class GrpcRequest {
  /** Where the call goes, as a path of HTTP/2. */
  public static final String PATH = "/tensorflow.serving.PredictionService/Predict";

  private static final int DEFAULT_CONNECTIONS = 8;
  private static final int MOST_CONNECTIONS = 1_000;
  private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(30);

  /** gRPC over HTTP2, custom metadata; binary values ({@code -bin}) are left out. */
  private static final Pattern KEY = Pattern.compile("[0-9a-z_.-]+");

  private static final Pattern VALUE = Pattern.compile("[\\x20-\\x7e]*");
  private static final Set<String> OURS = Set.of("te", "content-type", "user-agent");

  private final Copy fields;

  private GrpcRequest(Copy fields) {
    this.fields = fields;
  }

  /**
   * A prediction without inputs yet.
   *
   * @param model the model's name at the server, for example {@code chnsenticorp}
   * @return a request
   * @throws IllegalArgumentException when the name is empty
   */
  public static GrpcRequest predict(String model) {
    Check.argument(!model.isBlank(), "model", model, "a name");
    return new GrpcRequest(
        new Copy(
            model,
            List.of(Map.of()),
            null,
            null,
            Map.of(),
            Duration.ofSeconds(10),
            DEFAULT_CONNECTIONS,
            null));
  }

  /**
   * Adds or replaces an input, in each sample.
   *
   * @param name the input's name in the model's signature
   * @param value its value, with the batch as the first dimension as a rule
   * @return a copy
   */
  public GrpcRequest input(String name, Tensor value) {
    List<Map<String, Tensor>> changed =
        fields.samples.stream()
            .map(
                sample -> {
                  Map<String, Tensor> inputs = new LinkedHashMap<>(sample);
                  inputs.put(name, value);
                  return Collections.unmodifiableMap(inputs);
                })
            .toList();
    return new GrpcRequest(fields.samples(changed));
  }

  /**
   * Sets the inputs of several requests, which are sent in turn, so that no cache answers for the
   * model. They are encoded once, before the run.
   *
   * @param samples by input name, at least one
   * @return a copy
   * @throws IllegalArgumentException when there are none
   */
  public GrpcRequest inputs(List<Map<String, Tensor>> samples) {
    Check.argument(!samples.isEmpty(), "samples", samples, "at least one");
    return new GrpcRequest(
        fields.samples(
            samples.stream().map(LinkedHashMap::new).map(Collections::unmodifiableMap).toList()));
  }

  /**
   * Asks for a signature other than {@code serving_default}.
   *
   * @param name the signature's name
   * @return a copy
   */
  public GrpcRequest signature(String name) {
    return new GrpcRequest(fields.signature(name));
  }

  /**
   * Asks for one version instead of the one that the server thinks best.
   *
   * @param number the version, at least 0
   * @return a copy
   * @throws IllegalArgumentException when the number is negative
   */
  public GrpcRequest version(long number) {
    Check.argument(number >= 0, "version", number, ">= 0");
    return new GrpcRequest(fields.version(number));
  }

  /**
   * Adds or replaces a header, as gRPC's metadata.
   *
   * @param key lower-case letters, digits, {@code _}, {@code -} and {@code .}; not one that gRPC
   *     sets itself, and not ending with {@code -bin}
   * @param value printable ASCII
   * @return a copy
   * @throws IllegalArgumentException when the key or the value is of another kind; the value itself
   *     is not shown
   */
  public GrpcRequest metadata(String key, String value) {
    Check.argument(
        KEY.matcher(key).matches()
            && !key.startsWith("grpc-")
            && !key.endsWith("-bin")
            && !OURS.contains(key),
        "metadata",
        key,
        "a lower-case key that gRPC does not set itself and that holds text");
    Check.argument(
        VALUE.matcher(value).matches(),
        "metadata " + key,
        value.length() + " characters",
        "printable ASCII");
    Map<String, String> changed = new LinkedHashMap<>(fields.metadata);
    changed.put(key, value);
    return new GrpcRequest(fields.metadata(Collections.unmodifiableMap(changed)));
  }

  /**
   * Sets how long after the intended send time a call without a full reply is given up. The server
   * hears of what is left of it, as {@code grpc-timeout}.
   *
   * @param newTimeout above zero, at most 30 minutes; 10 seconds unless set
   * @return a copy
   * @throws IllegalArgumentException when the time is out of range
   */
  public GrpcRequest timeout(Duration newTimeout) {
    return new GrpcRequest(fields.timeout(Check.duration(newTimeout, "timeout", LONGEST_TIMEOUT)));
  }

  /**
   * Sets how many HTTP/2 connections the calls are spread over; each carries many calls at once. A
   * Service of Kubernetes spreads connections and not calls, so with fewer connections than
   * replicas some replicas get nothing, and replicas that come later get nothing until connections
   * are made anew.
   *
   * @param count 1 to 1,000, and at most the profile's {@code maxConnections}; 8 unless set
   * @return a copy
   * @throws IllegalArgumentException when the count is out of range
   */
  public GrpcRequest connections(int count) {
    Check.argument(count >= 1 && count <= MOST_CONNECTIONS, "connections", count, "1 to 1000");
    return new GrpcRequest(fields.connections(count));
  }

  /**
   * Sets an output that a success has. Nothing else of the model's outputs is asked for then
   * ({@code output_filter}).
   *
   * @param name the output's name in the model's signature
   * @return a copy
   */
  public GrpcRequest expectOutput(String name) {
    return new GrpcRequest(fields.output(name));
  }

  /**
   * The model's name.
   *
   * @return not empty
   */
  public String model() {
    return fields.model;
  }

  /**
   * The inputs of the requests, which are sent in turn.
   *
   * @return at least one sample; unmodifiable
   */
  public List<Map<String, Tensor>> samples() {
    return fields.samples;
  }

  /**
   * The signature.
   *
   * @return empty for the server's default
   */
  public Optional<String> signature() {
    return Optional.ofNullable(fields.signature);
  }

  /**
   * The version.
   *
   * @return empty for the one that the server thinks best
   */
  public OptionalLong version() {
    Long version = fields.version;
    return version == null ? OptionalLong.empty() : OptionalLong.of(version);
  }

  /**
   * The additional headers. Their values may be secrets.
   *
   * @return unmodifiable, in the order they were added
   */
  public Map<String, String> metadata() {
    return fields.metadata;
  }

  /**
   * How long after the intended send time a call is given up.
   *
   * @return above zero
   */
  public Duration timeout() {
    return fields.timeout;
  }

  /**
   * How many HTTP/2 connections the calls are spread over.
   *
   * @return at least 1
   */
  public int connections() {
    return fields.connections;
  }

  /**
   * The output that a success has.
   *
   * @return empty when any will do
   */
  public Optional<String> expectedOutput() {
    return Optional.ofNullable(fields.output);
  }

  /**
   * The messages as they are sent.
   *
   * @return one a sample: encoded {@code tensorflow.serving.PredictRequest}s
   */
  public Stream<byte[]> messages() {
    return fields.samples.stream().map(sample -> PredictMessage.of(this, sample));
  }

  /** The request in short, without the values of metadata and inputs. */
  @Override
  public String toString() {
    return "gRPC predict "
        + fields.model
        + fields.samples.get(0)
        + (fields.samples.size() == 1 ? "" : ", " + fields.samples.size() + " samples")
        + (fields.metadata.isEmpty() ? "" : ", metadata " + fields.metadata.keySet())
        + ", timeout "
        + fields.timeout;
  }

  private record Copy(
      String model,
      List<Map<String, Tensor>> samples,
      @Nullable String signature,
      @Nullable Long version,
      Map<String, String> metadata,
      Duration timeout,
      int connections,
      @Nullable String output) {
    Copy samples(List<Map<String, Tensor>> changed) {
      return new Copy(model, changed, signature, version, metadata, timeout, connections, output);
    }

    Copy signature(String changed) {
      return new Copy(model, samples, changed, version, metadata, timeout, connections, output);
    }

    Copy version(long changed) {
      return new Copy(model, samples, signature, changed, metadata, timeout, connections, output);
    }

    Copy metadata(Map<String, String> changed) {
      return new Copy(model, samples, signature, version, changed, timeout, connections, output);
    }

    Copy timeout(Duration changed) {
      return new Copy(model, samples, signature, version, metadata, changed, connections, output);
    }

    Copy connections(int changed) {
      return new Copy(model, samples, signature, version, metadata, timeout, changed, output);
    }

    Copy output(String changed) {
      return new Copy(model, samples, signature, version, metadata, timeout, connections, changed);
    }
  }
}
