package io.elasticinference;

import io.elasticinference.preflight.PreflightReport;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Describes a service, step by step, and plans or deploys it. Immutable: each setting answers a new
 * builder. Nothing is checked before {@link #plan}, {@link #toYaml} or {@link #deploy}, which tell
 * all faults at once.
 *
 * <pre>{@code
 * InferenceBuilder wanted = ElasticInference.builder()
 *     .model(Model.tensorflow("chnsenticorp").from("oss://models/tensorflow/chnsenticorp"))
 *     .gpuSpec("ecs.gn6i-c4g1.xlarge", "ecs.gn6i-c8g1.2xlarge")
 *     .burst(ECI_ONLY);
 * System.out.println(wanted.preflight());
 * System.out.println(wanted.plan());
 * InferenceService service = wanted.deploy();
 * }</pre>
 *
 * @see ElasticInference#builder()
 */
public final class InferenceBuilder {

  static final InferenceBuilder EMPTY = new InferenceBuilder(new Settings());

  /** The version of a service whose model tells none. */
  private static final String FIRST_VERSION = "v1";

  private final Settings settings;

  private InferenceBuilder(Settings settings) {
    this.settings = settings;
  }

  /** What was said so far. Changed only between its copy and its handing over, never afterwards. */
  private static final class Settings implements Cloneable {
    private @Nullable String name;
    private @Nullable String namespace;
    private @Nullable String version;
    private @Nullable Model model;
    private @Nullable String image;
    private @Nullable ServingRuntime runtime;
    private List<String> gpuSpecs = List.of();
    private @Nullable Integer gpus;
    private Burst burst = Burst.NONE;
    private @Nullable Autoscale autoscale;
    private int replicas = 1;
    private @Nullable Exposure exposure = Exposure.host(Exposure.TUTORIAL_HOST);
    private boolean ingressClassGiven;
    private @Nullable InferenceClient client;

    private String namespaceOrClients() {
      if (namespace != null) {
        return namespace;
      }
      return client == null ? InferenceClient.DEFAULT_NAMESPACE : client.namespace();
    }

    /** An ingress that was given by its host alone belongs to the gateway whose log is read. */
    private @Nullable Exposure exposureOfGateway() {
      if (exposure == null || autoscale == null || ingressClassGiven) {
        return exposure;
      }
      return new Exposure(
          exposure.host(),
          exposure.path(),
          autoscale.gateway().ingressClass(),
          exposure.sticky(),
          exposure.canaryGiven());
    }

    private String image(Framework framework) {
      if (image != null) {
        return image;
      }
      return runtime == null ? framework.defaultImage() : runtime.image();
    }

    @Override
    protected Settings clone() {
      try {
        return (Settings) super.clone();
      } catch (CloneNotSupportedException e) {
        throw new AssertionError("Settings is Cloneable", e);
      }
    }
  }

  private InferenceBuilder with(Consumer<Settings> change) {
    Settings copy = settings.clone();
    change.accept(copy);
    return new InferenceBuilder(copy);
  }

  /**
   * Names the service.
   *
   * @param name unique in its namespace: lower-case letters, digits and {@code -}; without it the
   *     model's name
   * @return a builder with that name
   */
  public InferenceBuilder name(String name) {
    return with(s -> s.name = name);
  }

  /**
   * Chooses the namespace, which must exist.
   *
   * @param namespace the namespace; without it the {@link InferenceClient#namespace client's},
   *     which is {@code default} unless it was made with another
   * @return a builder with that namespace
   */
  public InferenceBuilder namespace(String namespace) {
    return with(s -> s.namespace = namespace);
  }

  /**
   * Names the version of the service.
   *
   * @param version the version; without it the model's version, or {@code v1} where that is unknown
   * @return a builder with that version
   */
  public InferenceBuilder version(String version) {
    return with(s -> s.version = version);
  }

  /**
   * Chooses the model.
   *
   * @param model the model, with the place that it lies in or goes to
   * @return a builder with that model
   */
  public InferenceBuilder model(Model model) {
    return with(s -> s.model = model);
  }

  /**
   * Chooses the container image of the model server.
   *
   * @param image the image; without it the runtime's, or the framework's own ({@link
   *     Framework#defaultImage})
   * @return a builder with that image
   */
  public InferenceBuilder image(String image) {
    return with(s -> s.image = image);
  }

  /**
   * Describes the model server, for a model that was named by {@link Model#custom}.
   *
   * @param runtime its image, how it is started, and where it answers
   * @return a builder with that server
   */
  public InferenceBuilder runtime(ServingRuntime runtime) {
    return with(s -> s.runtime = runtime);
  }

  /**
   * Chooses the types of elastic container instances that a replica may run on; so it goes with
   * {@link Burst#ECI} or {@link Burst#ECI_ONLY}. On cluster nodes alone say {@link #gpus} instead.
   *
   * @param specs instance types with GPUs, tried in this order, at most five, for example {@code
   *     ecs.gn6i-c4g1.xlarge}
   * @return a builder with those types
   */
  public InferenceBuilder gpuSpec(String... specs) {
    return with(s -> s.gpuSpecs = Arrays.asList(specs.clone()));
  }

  /**
   * Says how many GPUs a replica gets; needed only where the instance type is not a known one.
   *
   * @param gpus the number; without it what the instance type has
   * @return a builder with that number
   */
  public InferenceBuilder gpus(int gpus) {
    return with(s -> s.gpus = gpus);
  }

  /**
   * Says whether replicas may run on elastic container instances.
   *
   * @param burst where they may run; without it {@link Burst#NONE}
   * @return a builder with that choice
   */
  public InferenceBuilder burst(Burst burst) {
    return with(s -> s.burst = burst);
  }

  /**
   * Says how the service scales.
   *
   * @param autoscale the target and bounds, for example {@code qps(10).replicas(1, 10)}
   * @return a builder with that autoscale
   */
  public InferenceBuilder autoscale(Autoscale autoscale) {
    return with(s -> s.autoscale = autoscale);
  }

  /**
   * Fixes the number of replicas of a service that does not scale.
   *
   * @param replicas at least 1; without it 1; not written for a service that scales
   * @return a builder with that number
   */
  public InferenceBuilder replicas(int replicas) {
    return with(s -> s.replicas = replicas);
  }

  /**
   * Exposes the service at the root of a host, by ACK's Nginx Ingress, or by the gateway whose log
   * the service scales by. Without it the host is the tutorial's, {@code test.example.com}: give
   * each service one of its own.
   *
   * @param host the host name
   * @return a builder with that exposure
   */
  public InferenceBuilder ingress(String host) {
    return with(
        s -> {
          s.exposure = Exposure.host(host);
          s.ingressClassGiven = false;
        });
  }

  /**
   * Exposes the service.
   *
   * @param exposure host, path and ingress class; null: not at all, only from within the cluster
   * @return a builder with that exposure
   */
  public InferenceBuilder ingress(@Nullable Exposure exposure) {
    return with(
        s -> {
          s.exposure = exposure;
          s.ingressClassGiven = true;
        });
  }

  /**
   * Chooses the client whose cluster, account and listener are used.
   *
   * @param client the client, which stays the caller's to close; without it one of the
   *     environment's that all builders share
   * @return a builder with that client
   */
  public InferenceBuilder client(InferenceClient client) {
    return with(s -> s.client = client);
  }

  /**
   * What was said so far, with its defaults filled in.
   *
   * @return the specification, not checked
   * @throws InvalidSpecException where there is no model at all
   */
  public InferenceSpec spec() {
    Settings s = settings;
    if (s.model == null) {
      throw new InvalidSpecException(
          List.of(
              new Violation(
                  "model", "none", "model(Model.tensorflow(\"name\").from(\"oss://…\"))")));
    }
    return new InferenceSpec(
        s.name == null ? s.model.name() : s.name,
        s.namespaceOrClients(),
        s.version == null ? versionOf(s.model) : s.version,
        s.model,
        s.image(s.model.framework()),
        s.gpuSpecs,
        s.gpus,
        s.burst,
        s.autoscale,
        s.replicas,
        s.exposureOfGateway(),
        s.runtime);
  }

  private static String versionOf(Model model) {
    OptionalLong version = model.version();
    return version.isPresent() ? Long.toString(version.getAsLong()) : FIRST_VERSION;
  }

  /**
   * Asks the API server what a deploy would change. Writes nothing, uploads nothing.
   *
   * @return the changes, one an object
   * @throws InvalidSpecException where the specification is wrong
   * @throws ClusterAccessException where the cluster cannot be found or reached, or refuses
   * @throws ConflictException where somebody else owns an object or field
   */
  public Plan plan() {
    return client().plan(spec());
  }

  /**
   * Looks at all that a deployment needs, and says how to put right what is not as it should be;
   * see {@link InferenceClient#preflight}. Writes nothing.
   *
   * @return what was found; a fault is a finding, and none is thrown
   */
  public PreflightReport preflight() {
    return client().preflight(spec());
  }

  /**
   * Looks at all that a deployment needs on another thread; cancelling the future interrupts it.
   *
   * @return what was found
   */
  public CompletableFuture<PreflightReport> preflightAsync() {
    return client().preflightAsync(spec());
  }

  /**
   * Writes the objects down as YAML that {@code kubectl apply --server-side -f} takes. Needs no
   * cluster; secret values are left out.
   *
   * @return the documents
   * @throws InvalidSpecException where the specification is wrong
   */
  public String toYaml() {
    return client().toYaml(spec());
  }

  /**
   * Uploads the model where it is local, and applies all objects. Returns once the API server has
   * accepted everything; {@link InferenceService#awaitReady} waits for the replicas. Running it
   * again changes only what differs.
   *
   * @return the service
   * @throws InvalidSpecException where the specification is wrong; nothing was written then
   * @throws ClusterAccessException where the cluster cannot be found or reached, or refuses
   * @throws ConflictException where somebody else owns an object or field
   * @throws MetricsUnavailableException where the service scales and the cluster has no metrics
   *     adapter
   * @throws ModelUploadException where the model cannot be read, uploaded or found
   */
  public InferenceService deploy() {
    return client().deploy(spec());
  }

  /**
   * Deploys on another thread; cancelling the future interrupts it.
   *
   * @return the service, or what {@link #deploy} throws
   */
  public CompletableFuture<InferenceService> deployAsync() {
    return client().deployAsync(spec());
  }

  private InferenceClient client() {
    return settings.client == null ? InferenceClient.shared() : settings.client;
  }
}
