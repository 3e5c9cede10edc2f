package io.elasticinference;

import io.elasticinference.event.ServiceListener;
import io.elasticinference.internal.ModelStorage;
import io.elasticinference.internal.Ports;
import io.elasticinference.store.PresignedUrl;
import io.elasticinference.store.StoredModel;
import io.elasticinference.store.StoredVersion;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Lists, uploads, verifies, downloads, signs and deletes the models in the store. Needs no cluster,
 * but for {@link #delete}. Safe for use by many threads, as long as its client is open.
 *
 * <pre>{@code
 * Models models = client.models();
 * for (StoredModel model : models.list("oss://models")) {
 *   System.out.println(model.location() + " " + model.versions());
 * }
 * models.download("oss://models/tensorflow/chnsenticorp", 1623831335, Path.of("chnsenticorp"));
 * }</pre>
 *
 * <p>A location is the URI of the folder that holds a model's version folders, for example {@code
 * oss://models/tensorflow/chnsenticorp}. Each method throws {@link InvalidSpecException} for a
 * location that cannot be one, or where no region is set, and {@link ModelUploadException} where
 * there are no credentials or the store refuses.
 *
 * @see InferenceClient#models()
 */
public final class Models {

  private final Ports ports;
  private final ModelStorage storage;

  Models(Ports ports, ServiceListener listener) {
    this.ports = ports;
    this.storage = new ModelStorage(ports, listener);
  }

  /**
   * Lists the models below a folder, at any depth. Reads the names of all objects there, 1,000 a
   * request.
   *
   * @param location where to look, for example {@code oss://models} or {@code oss://models/nlp}
   * @return the models with all their versions, by location
   */
  public List<StoredModel> list(String location) {
    return storage.list(location);
  }

  /**
   * Looks one model up.
   *
   * @param location the model's folder
   * @return its versions, complete or not; none where there is nothing
   */
  public StoredModel find(String location) {
    return storage.find(location);
  }

  /**
   * Uploads a model without deploying it. Files that are there and equal are not sent again;
   * nothing is deleted. Progress goes to the client's listener, as events of the model's name.
   *
   * @param model a model with a local folder and a location: {@code
   *     Model.tensorflow("bert").upload(Path.of("saved_model")).to("oss://models/bert")}
   * @return the version as it lies in the store, verified
   * @throws InvalidSpecException where the model has no folder to upload, or it holds no model
   * @throws ModelUploadException where it failed; says what is left behind. Interrupting the thread
   *     is one way to it, and the thread is still interrupted then
   */
  public StoredVersion upload(Model model) {
    return storage.upload(model);
  }

  /**
   * Uploads a model on another thread; cancelling the future interrupts it.
   *
   * @param model what {@link #upload} takes
   * @return the version in the store, or what {@link #upload} throws
   */
  public CompletableFuture<StoredVersion> uploadAsync(Model model) {
    return ports.async("elastic-inference-upload-" + model.name(), () -> upload(model));
  }

  /**
   * Makes sure that a version can be served: it is complete, and holds the bytes that were
   * uploaded. Files that were written after the version was complete are compared by CRC64.
   *
   * @param location the model's folder
   * @param version the version's number
   * @return the version
   * @throws ModelUploadException where it is not there, not complete, or was changed
   */
  public StoredVersion verify(String location, long version) {
    return storage.verify(location, version);
  }

  /**
   * Downloads a version into the folder {@code directory/version}, so that the directory is one
   * that a model server reads and that {@link Model#upload} takes. Files that are there and equal
   * are not fetched again, other files are left alone; a file appears under its name when it is
   * whole and its CRC64 is right. Progress goes to the client's listener, as events of the
   * location.
   *
   * @param location the model's folder
   * @param version the version's number
   * @param directory the local folder for the version folder; is made where it is missing
   * @return the version's folder
   * @throws ModelUploadException where the version is not there or not complete, or where it
   *     failed, for example for want of disk space. What has arrived stays, and is not fetched
   *     again. Interrupting the thread is one way to it, and the thread is still interrupted then
   */
  public Path download(String location, long version, Path directory) {
    return storage.download(location, version, directory);
  }

  /**
   * Downloads a version on another thread; cancelling the future interrupts it.
   *
   * @param location the model's folder
   * @param version the version's number
   * @param directory the local folder for the version folder
   * @return the version's folder, or what {@link #download} throws
   */
  public CompletableFuture<Path> downloadAsync(String location, long version, Path directory) {
    return ports.async(
        "elastic-inference-download-" + version, () -> download(location, version, directory));
  }

  /**
   * Opens one file of a version for reading, for example its {@code saved_model.pb}.
   *
   * @param location the model's folder
   * @param version the version's number
   * @param file the file's name below the version's folder, with slashes
   * @return its bytes, to be closed by the caller; what breaks on the way is read on from there,
   *     and the end throws {@link java.io.IOException} where their CRC64 is wrong
   * @throws ModelUploadException where the file is not there
   */
  public InputStream open(String location, long version, String file) {
    return storage.open(location, version, file);
  }

  /**
   * Signs a URL by which anybody who has it reads one file with a plain GET, until it expires
   * (signature version 4).
   *
   * @param location the model's folder
   * @param version the version's number
   * @param file the file's name below the version's folder, with slashes
   * @param validFor how long, from a second to seven days
   * @return the URL, which is a secret
   * @throws InvalidSpecException where it is to be good for longer or shorter
   * @throws ModelUploadException where the file is not there
   */
  public PresignedUrl presign(String location, long version, String file, Duration validFor) {
    return storage.presign(location, version, file, validFor);
  }

  /**
   * Gives up what uploads from this machine that broke off have kept, so that its parts cost
   * nothing more. Uploads that run now are left alone, and so are whole files.
   *
   * @param location the model's folder, or one above it
   * @return how many unfinished files were discarded
   * @throws ModelUploadException where the store refuses; what was kept is kept then
   */
  public int discardUnfinished(String location) {
    return storage.discardUnfinished(location);
  }

  /**
   * Deletes a version that no service mounts. Asks the cluster first: services of this SDK and of
   * arena, and all other Deployments and pods, scaled to zero or not. In the way is what serves
   * this version; what serves the newest one, unless a newer one is complete; and what mounts the
   * folder and does not say what it reads. Other clusters are not asked.
   *
   * <p>A model server that looks at the folder meanwhile never loads half a version: the graph goes
   * first, the rest next, the manifest last. Deleting what is not there is no error.
   *
   * @param location the model's folder
   * @param version the version's number
   * @throws ModelInUseException where somebody mounts it; nothing was deleted
   * @throws ClusterAccessException where there is no cluster to ask, or it refuses; nothing was
   *     deleted
   */
  public void delete(String location, long version) {
    storage.delete(location, version);
  }

  /**
   * Deletes a version, whoever mounts it. For where there is no cluster to ask.
   *
   * @param location the model's folder
   * @param version the version's number
   */
  public void deleteUnchecked(String location, long version) {
    storage.deleteUnchecked(location, version);
  }
}
