package io.elasticinference.it;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.elasticinference.ElasticInference;
import io.elasticinference.InferenceBuilder;
import io.elasticinference.InferenceClient;
import io.elasticinference.testkit.LocalCloud;
import io.elasticinference.testkit.LocalCloudOptions;
import io.elasticinference.testkit.LocalCloudSettings;
import io.elasticinference.testkit.LocalCloudTest;
import io.elasticinference.testkit.LocalNamespace;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests as users write them. Maven runs none of them, since they are nested and static: {@link
 * LocalCloudTestIT} does, and looks at what comes of them.
 */
final class UsersTests {

  /** What a test was given. */
  record Seen(LocalCloud cloud, String namespace) {}

  static final Map<String, Seen> seen = new ConcurrentHashMap<>();
  static final AtomicInteger attempts = new AtomicInteger();
  static String held = "";

  private static final Duration SOON = Duration.ofMinutes(1);
  private static final CyclicBarrier ALL_DEPLOYED = new CyclicBarrier(4);
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private UsersTests() {}

  static String namespaceOf(String test) {
    return requireNonNull(seen.get(test), test).namespace();
  }

  static LocalCloud cloudOf(String test) {
    return requireNonNull(seen.get(test), test).cloud();
  }

  private static String post(URI uri, String body) throws Exception {
    return HTTP.send(
            HttpRequest.newBuilder(uri).POST(HttpRequest.BodyPublishers.ofString(body)).build(),
            BodyHandlers.ofString())
        .body();
  }

  private static InferenceBuilder half(InferenceClient client, LocalNamespace namespace) {
    return ElasticInference.builder()
        .client(client)
        .model(namespace.tinyModel())
        .ingress("localhost");
  }

  /** Deploys what all the others deploy, at the same host, and asks when all of it is there. */
  private static void predict(String name, LocalCloud cloud, LocalNamespace namespace)
      throws Exception {
    seen.put(name, new Seen(cloud, namespace.name()));
    var service = half(namespace.client(), namespace).deploy();
    service.awaitReady(SOON);
    ALL_DEPLOYED.await(SOON.toSeconds(), TimeUnit.SECONDS);
    URI uri = namespace.uri().resolve("/v1/models/half-plus-two:predict");
    assertThat(post(uri, "{\"instances\": [1.0, 2.0, 5.0]}").replaceAll("\\s", ""))
        .isEqualTo("{\"predictions\":[2.5,3.0,4.5]}");
    assertThat(namespace.client().list()).hasSize(1);
  }

  @LocalCloudTest
  static class Predicts {
    @ParameterizedTest
    @ValueSource(strings = {"one", "two"})
    void predicts(String name, LocalCloud cloud, LocalNamespace namespace) throws Exception {
      predict(name, cloud, namespace);
    }

    @Test
    void predictsAgain(LocalNamespace namespace, LocalCloud cloud) throws Exception {
      predict("three", cloud, namespace);
    }
  }

  static class PredictsToo {
    @Test
    @LocalCloudTest
    void predicts(LocalCloud cloud, LocalNamespace namespace, InferenceClient client)
        throws Exception {
      assertThat(client).isSameAs(namespace.client());
      predict("four", cloud, namespace);
    }
  }

  @LocalCloudTest
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  static class OneInstance {
    private final Seen own;

    OneInstance(LocalCloud cloud, LocalNamespace namespace) {
      own = new Seen(cloud, namespace.name());
    }

    @Test
    void first() {
      seen.put("first", own);
    }

    @Test
    void second(LocalCloud cloud, LocalNamespace namespace) {
      seen.put("second", new Seen(cloud, namespace.name()));
    }

    @Nested
    class Inner {
      @Test
      void nested(LocalCloud cloud, LocalNamespace namespace) {
        seen.put("nested", new Seen(cloud, namespace.name()));
      }
    }
  }

  @LocalCloudTest
  static class BeforeAllOfThem {
    @BeforeAll
    static void prepare(LocalCloud cloud, LocalNamespace namespace) {
      seen.put("third", new Seen(cloud, namespace.name()));
    }

    @Test
    void first(LocalCloud cloud, LocalNamespace namespace) {
      seen.put("fourth", new Seen(cloud, namespace.name()));
    }

    @Test
    void second(InferenceClient client) {
      assertThat(client.namespace()).isEqualTo(namespaceOf("third"));
    }
  }

  @LocalCloudTest
  static class InstanceEach {
    private final Seen own;

    InstanceEach(LocalCloud cloud, LocalNamespace namespace) {
      own = new Seen(cloud, namespace.name());
    }

    @Test
    void outer(LocalNamespace namespace) {
      assertThat(namespace.name()).isEqualTo(own.namespace());
      seen.put("outer", own);
    }

    @Nested
    class Inner {
      private final String name;

      Inner(TestInfo test, LocalNamespace namespace) {
        name = test.getDisplayName();
        assertThat(namespace.name()).isEqualTo(own.namespace());
      }

      @ParameterizedTest
      @ValueSource(ints = {1, 2})
      void inner(int number) {
        seen.put("inner " + number + name, own);
      }

      @Test
      void another() {
        seen.put("another", own);
      }
    }
  }

  @LocalCloudTest
  static class Fails {
    @Test
    void missingImage(InferenceClient client, LocalNamespace namespace, LocalCloud cloud)
        throws Exception {
      seen.put("missing image", new Seen(cloud, namespace.name()));
      post(namespace.uri().resolve("/nowhere"), "");
      half(client, namespace).image("tensorflow/serving:missing").deploy().awaitReady(SOON);
    }

    @Test
    void aborts(LocalNamespace namespace) {
      Assumptions.assumeTrue(namespace.name().isEmpty());
    }

    @Nested
    class Inner {
      @BeforeEach
      void prepare(LocalNamespace namespace) {
        throw new IllegalStateException("before each, in " + namespace.name());
      }

      @Test
      void beforeEachFails() {
        // Never comes to run.
      }
    }
  }

  @LocalCloudTest
  static class LeavesAFinalizer {
    @Test
    void leaves(LocalCloud cloud, LocalNamespace namespace) {
      seen.put("held", new Seen(cloud, namespace.name()));
      apply(
          cloud,
          """
          {apiVersion: v1, kind: ConfigMap, metadata: {name: held, namespace: %s,
           finalizers: [example.com/held]}}
          """
              .formatted(namespace.name()));
    }
  }

  @LocalCloudTest
  static class ForbidsItsRemoval {
    @Test
    void forbids(LocalCloud cloud, LocalNamespace namespace) {
      seen.put("forbids", new Seen(cloud, namespace.name()));
      apply(
          cloud,
          """
          apiVersion: admissionregistration.k8s.io/v1
          kind: ValidatingAdmissionPolicy
          metadata: {name: NAME}
          spec:
            matchConstraints:
              resourceRules:
              - {apiGroups: [""], apiVersions: [v1], operations: [DELETE], resources: [namespaces],
                 resourceNames: [NAME]}
            validations:
            - {expression: "false", message: this one stays}
          ---
          apiVersion: admissionregistration.k8s.io/v1
          kind: ValidatingAdmissionPolicyBinding
          metadata: {name: NAME}
          spec: {policyName: NAME, validationActions: [Deny]}
          """
              .replace("NAME", namespace.name()));
      // The API server compiles a policy a moment after it was written.
      Kubectl kubectl = new Kubectl(cloud.environment());
      org.awaitility.Awaitility.await()
          .until(
              () ->
                  kubectl
                      .attempt("", "delete", "namespace", namespace.name(), "--dry-run=server")
                      .error()
                      .contains("this one stays"));
    }
  }

  private static void apply(LocalCloud cloud, String yaml) {
    Kubectl.Result result = new Kubectl(cloud.environment()).attempt(yaml, "apply", "-f", "-");
    assertThat(result.exitCode()).as(result.error()).isZero();
  }

  /** Settings that cannot be. */
  static final class Impossible implements LocalCloudSettings {
    @Override
    public void set(LocalCloudOptions options) {
      attempts.incrementAndGet();
      throw new IllegalStateException("no such setting");
    }
  }

  @LocalCloudTest(settings = Impossible.class)
  static class CannotStart {
    @Test
    void first(LocalCloud cloud) {
      assertThat(cloud).isNotNull();
    }

    @Test
    void second(LocalNamespace namespace) {
      assertThat(namespace).isNotNull();
    }
  }

  /** A smaller cloud. */
  static final class NoAdapter implements LocalCloudSettings {
    @Override
    public void set(LocalCloudOptions options) {
      options.withoutMetricsAdapter();
    }
  }

  @LocalCloudTest(settings = NoAdapter.class)
  static class WithoutAdapter {
    @Test
    void hasNone(LocalCloud cloud, LocalNamespace namespace) {
      assertThat(cloud.metricsAdapter()).isEmpty();
      seen.put("without adapter", new Seen(cloud, namespace.name()));
    }
  }
}
