package io.elasticinference.spi;

import io.elasticinference.Violation;
import io.elasticinference.store.PresignedUrl;
import io.elasticinference.store.StoredModel;
import io.elasticinference.store.StoredVersion;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The port to the store that models lie in. Safe for use by many threads. */
public interface ModelStore extends AutoCloseable {

  /** Makes model stores; found by {@link java.util.ServiceLoader}. */
  interface Provider {
    /**
     * Makes the store of an environment. Sends nothing, needs no credentials yet.
     *
     * @param environment the settings
     * @return the store
     */
    ModelStore create(Environment environment);
  }

  /** Hears how far an upload or a download is. */
  @FunctionalInterface
  interface Progress {
    /**
     * Hears how far an upload is; the numbers never go backwards.
     *
     * @param doneBytes bytes that are in the store
     * @param totalBytes bytes of the whole upload
     * @param doneFiles files that are in the store
     * @param totalFiles files of the whole upload
     */
    void at(long doneBytes, long totalBytes, int doneFiles, int totalFiles);

    /**
     * Hears how far an upload is, file by file; at most about ten times a second, and at the end.
     *
     * @param state the numbers, which never go backwards
     */
    default void at(TransferState state) {
      at(state.doneBytes(), state.totalBytes(), state.doneFiles(), state.totalFiles());
    }
  }

  /**
   * Checks a location without asking the store.
   *
   * @param location what the caller wrote, for example {@code oss://models/tensorflow/chnsenticorp}
   * @return all that is wrong; empty where nothing is
   */
  List<Violation> validate(String location);

  /**
   * Uploads one version of a model; files that are there and equal are not sent again. After a
   * failure that running it again may mend, what has arrived of a large file is kept, and the next
   * upload of the same file to the same place goes on with it; after any other failure nothing is
   * left but whole files.
   *
   * @param versionDirectory the local folder of that version
   * @param location the folder in the store that holds the version folders
   * @param version the version's number
   * @param progress hears how far it is
   * @throws io.elasticinference.ModelUploadException where it failed; says what is left behind
   */
  void upload(Path versionDirectory, String location, long version, Progress progress);

  /**
   * Gives up what uploads from this machine that broke off have kept, so that it costs nothing
   * more; uploads that run now are left alone.
   *
   * @param location the folder in the store that holds the version folders, or one above it
   * @return how many unfinished files were discarded
   * @throws io.elasticinference.ModelUploadException where the store refuses; what was kept is kept
   */
  default int discardUnfinished(String location) {
    return 0;
  }

  /**
   * Looks a model up.
   *
   * @param location the folder in the store that holds the version folders
   * @return the versions there, complete or not; none where there is nothing
   * @throws io.elasticinference.ModelUploadException where the store refuses: no such bucket, wrong
   *     credentials
   */
  StoredModel find(String location);

  /**
   * Looks for models.
   *
   * @param location the folder in the store below which to look, at any depth
   * @return what is there that looks like a model, by location; none where there is nothing
   * @throws io.elasticinference.ModelUploadException where the store refuses
   */
  List<StoredModel> list(String location);

  /**
   * Makes sure that a version can be served: it is complete, and no file changed since its manifest
   * was written. Only files that were written since then are looked at one by one.
   *
   * @param location the folder in the store that holds the version folders
   * @param version the version's number
   * @return the version
   * @throws io.elasticinference.ModelUploadException where it is not there, not complete, or holds
   *     other bytes than were uploaded; where the store refuses
   */
  StoredVersion verify(String location, long version);

  /**
   * Downloads one version; files that are there and equal are not fetched again, and nothing else
   * in the folder is touched. A file appears under its name when it is whole.
   *
   * @param location the folder in the store that holds the version folders
   * @param version the version's number
   * @param versionDirectory the local folder that shall hold the version's files
   * @param progress hears how far it is
   * @throws io.elasticinference.ModelUploadException where it failed; says what to do. Interrupting
   *     the thread is one way to it, and the thread is still interrupted then
   */
  void download(String location, long version, Path versionDirectory, Progress progress);

  /**
   * Opens one file for reading. What breaks on the way is read on from there; the end fails where
   * the bytes are not those that the store has.
   *
   * @param location the folder in the store that holds the version folders
   * @param version the version's number
   * @param file its name below the version's folder
   * @return the file's bytes, to be closed by the caller
   * @throws io.elasticinference.ModelUploadException where it is not there, or the store refuses
   */
  InputStream open(String location, long version, String file);

  /**
   * Signs a URL by which one file can be read without credentials.
   *
   * @param location the folder in the store that holds the version folders
   * @param version the version's number
   * @param file its name below the version's folder
   * @param validFor how long, from a second to seven days
   * @return the URL
   * @throws io.elasticinference.InvalidSpecException where it is to be good for longer or shorter
   * @throws io.elasticinference.ModelUploadException where the file is not there, or the store
   *     refuses
   */
  PresignedUrl presign(String location, long version, String file, Duration validFor);

  /**
   * Deletes one version, whoever may use it, complete or not. What a model server looks for first
   * goes first, so that none takes the rest for a model; the manifest goes last, so that a deletion
   * that broke off is told from a model. Deleting what is not there is no error.
   *
   * @param location the folder in the store that holds the version folders
   * @param version the version's number
   * @throws io.elasticinference.ModelUploadException where the store refuses
   */
  void delete(String location, long version);

  /**
   * Says which place in this store a volume of the cluster shows.
   *
   * @param volume the volume
   * @return its location, as {@link StoredModel#location} writes it; empty for a volume of another
   *     kind
   */
  Optional<String> locationOf(ClusterVolume volume);

  /**
   * Makes sure, before anything is written, that a cluster could mount a model with the credentials
   * at hand. {@link #volume} needs none, so that objects can be shown without any; its secret is
   * empty then, and must not be applied.
   *
   * @param location the folder in the store that holds the version folders
   * @throws io.elasticinference.ModelUploadException where there are no credentials, or only ones
   *     that a cluster cannot use
   */
  void checkMount(String location);

  /**
   * Says how a cluster mounts a model's folder. Asks the store nothing.
   *
   * @param location the folder in the store that holds the version folders
   * @return the volume; without credentials at hand its secret's values are empty
   * @throws io.elasticinference.ModelUploadException where the credentials at hand are temporary,
   *     so that no cluster can mount with them
   */
  ModelVolume volume(String location);

  /** Ends all connections. */
  @Override
  void close();
}
