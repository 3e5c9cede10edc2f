package io.elasticinference;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A trained model: its name, what trained it, and where it lies or is to be uploaded to. Immutable;
 * nothing is checked before a service is planned or deployed, so that all faults are told at once.
 *
 * <pre>{@code
 * Model uploaded = Model.tensorflow("chnsenticorp")
 *     .upload(Path.of("saved_model")).to("oss://models/tensorflow/chnsenticorp").version(1623831335);
 * Model inStore = Model.tensorflow("chnsenticorp").from("oss://models/tensorflow/chnsenticorp");
 * }</pre>
 *
 * @see Models
 */
public final class Model {

  private final String name;
  private final Framework framework;
  private final @Nullable String location;
  private final @Nullable Path directory;
  private final @Nullable Long version;

  private Model(
      String name,
      Framework framework,
      @Nullable String location,
      @Nullable Path directory,
      @Nullable Long version) {
    this.name = name;
    this.framework = framework;
    this.location = location;
    this.directory = directory;
    this.version = version;
  }

  /**
   * Names a TensorFlow SavedModel.
   *
   * @param name the model's name, which clients write in the URL: {@code /v1/models/NAME:predict}
   * @return a model that lies nowhere yet: add {@link #from} or {@link #upload}
   */
  public static Model tensorflow(String name) {
    return new Model(name, Framework.TENSORFLOW, null, null, null);
  }

  /**
   * Names a model of any other kind: a folder of files that a server of your own reads; see {@link
   * InferenceBuilder#runtime}. It has version folders in the store too, named by numbers: say which
   * {@link #version} to serve.
   *
   * @param name the model's name
   * @return a model that lies nowhere yet: add {@link #from} or {@link #upload}
   */
  public static Model custom(String name) {
    return new Model(name, Framework.CUSTOM, null, null, null);
  }

  /**
   * Takes a model that lies in the store already.
   *
   * @param location the URI of the folder that holds the version folders, for example {@code
   *     oss://models/tensorflow/chnsenticorp}
   * @return the model at that place
   */
  public Model from(String location) {
    return new Model(name, framework, location, null, version);
  }

  /**
   * Takes a model from a local folder, to be uploaded before it is served.
   *
   * @param directory the folder that holds the version folders, or one version itself
   * @return the next step, which says where it goes
   */
  public Upload upload(Path directory) {
    return new Upload(this, directory);
  }

  /**
   * Chooses the version to serve. Without it, a store's or folder's only or newest version is
   * served.
   *
   * @param version a positive number, as the name of the version's folder says
   * @return the model at that version
   */
  public Model version(long version) {
    return new Model(name, framework, location, directory, version);
  }

  /**
   * The model's name.
   *
   * @return as given
   */
  public String name() {
    return name;
  }

  /**
   * Which server serves the model.
   *
   * @return the framework
   */
  public Framework framework() {
    return framework;
  }

  /**
   * Where the model lies, or will lie, in the store.
   *
   * @return the URI as given; empty while neither {@code from} nor {@code to} was said
   */
  public Optional<String> location() {
    return Optional.ofNullable(location);
  }

  /**
   * The local folder to upload.
   *
   * @return the folder; empty for a model that lies in the store
   */
  public Optional<Path> directory() {
    return Optional.ofNullable(directory);
  }

  /**
   * The version to serve.
   *
   * @return the version; empty for the newest
   */
  public OptionalLong version() {
    return version == null ? OptionalLong.empty() : OptionalLong.of(version);
  }

  @Override
  public String toString() {
    return "Model[" + name + (version == null ? "" : ":" + version) + ", " + location + "]";
  }

  /** A model whose folder is known and whose place in the store is still to be said. */
  public static final class Upload {
    private final Model model;
    private final Path directory;

    private Upload(Model model, Path directory) {
      this.model = model;
      this.directory = directory;
    }

    /**
     * Says where in the store the model goes.
     *
     * @param location the URI of the folder that shall hold the version folders, for example {@code
     *     oss://models/tensorflow/chnsenticorp}
     * @return the model, which is uploaded when it is deployed
     */
    public Model to(String location) {
      return new Model(model.name, model.framework, location, directory, model.version);
    }
  }
}
