package io.elasticinference.aliyun.internal.oss;

import com.aliyun.oss.OSS;
import io.elasticinference.ModelUploadException;
import io.elasticinference.aliyun.internal.oss.VersionManifest.Entry;
import io.elasticinference.spi.ModelStore.Progress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;

/**
 * One upload of one version: marks the version incomplete, sends what differs, and marks it
 * complete when all is there. What a model server looks for first is sent last.
 */
final class VersionUpload {

  /** TensorFlow Serving takes a folder for a model as soon as one of these is in it. */
  private static final Set<String> SENT_LAST = Set.of("saved_model.pb", "saved_model.pbtxt");

  private static final int CLEANUP_ATTEMPTS = 3;

  private final OssClients clients;
  private final OSS control;
  private final UploadTuning tuning;
  private final OssEndpoint endpoint;
  private final OssLocation location;
  private final String folder;
  private final List<MultipartFile> large = new ArrayList<>();

  /**
   * Makes one.
   *
   * @param control a client that outlives this upload, whatever happens to it
   */
  VersionUpload(
      OssClients clients,
      OSS control,
      UploadTuning tuning,
      OssEndpoint endpoint,
      OssLocation location,
      long version) {
    this.clients = clients;
    this.control = control;
    this.tuning = tuning;
    this.endpoint = endpoint;
    this.location = location;
    this.folder = location.key(version + "/");
  }

  void run(Path directory, Progress progress) {
    List<LocalFile> files = LocalTree.read(directory);
    ProgressMeter meter = new ProgressMeter(files, progress);
    Instant began = Instant.now();
    OSS sending = clients.make();
    RuntimeException failure = null;
    boolean interrupted = false;
    try (Workers workers = new Workers(tuning.concurrency(), sending::shutdown)) {
      meter.start();
      send(files, sending, workers, meter);
    } catch (InterruptedException e) {
      interrupted = true;
      failure = interruption(e);
    } catch (RuntimeException e) {
      failure = e;
    } finally {
      sending.shutdown();
    }
    interrupted |= Thread.interrupted();
    List<String> left = cleanUp(began);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (failure != null) {
      throw OssErrors.translate(state(files, meter, left), location, endpoint, failure);
    }
  }

  private void send(List<LocalFile> files, OSS sending, Workers workers, ProgressMeter meter)
      throws InterruptedException {
    OssRetry retry = new OssRetry(tuning, workers::stopped);
    Bucket bucket = new Bucket(sending, retry, location.bucket());
    Map<String, Long> sizes = bucket.sizes(folder);
    VersionComparison found = VersionComparison.of(files, sizes, bucket, folder, workers);
    found.equal().forEach(entry -> meter.finished(entry.size()));
    List<Entry> entries = new ArrayList<>(found.equal());
    if (!found.different().isEmpty()) {
      bucket.put(folder + VersionManifest.NAME, VersionManifest.incomplete().toJson());
      FileSender sender = new FileSender(sending, retry, location);
      entries.addAll(sendAll(found.different(), false, sender, workers, meter));
      entries.addAll(sendAll(found.different(), true, sender, workers, meter));
    }
    entries.sort(Comparator.comparing(Entry::name));
    VersionManifest manifest = new VersionManifest(true, entries);
    if (!found.different().isEmpty() || !isStored(manifest, bucket, sizes)) {
      bucket.put(folder + VersionManifest.NAME, manifest.toJson());
    }
  }

  private boolean isStored(VersionManifest manifest, Bucket bucket, Map<String, Long> sizes) {
    return sizes.containsKey(VersionManifest.NAME)
        && bucket
            .text(folder + VersionManifest.NAME)
            .flatMap(VersionManifest::parse)
            .filter(manifest::equals)
            .isPresent();
  }

  private List<Entry> sendAll(
      List<LocalFile> files, boolean last, FileSender sender, Workers workers, ProgressMeter meter)
      throws InterruptedException {
    List<Supplier<Optional<Entry>>> jobs = new ArrayList<>();
    for (LocalFile file : files) {
      if (SENT_LAST.contains(file.name()) == last) {
        addJobs(file, sender, meter, jobs);
      }
    }
    return workers.all(jobs).stream().flatMap(Optional::stream).toList();
  }

  private void addJobs(
      LocalFile file,
      FileSender sender,
      ProgressMeter meter,
      List<Supplier<Optional<Entry>>> jobs) {
    String key = folder + file.name();
    if (!tuning.inParts(file.size())) {
      jobs.add(
          () -> {
            long crc64 = sender.put(file, key);
            meter.finished(file.size());
            return Optional.of(VersionComparison.entry(file, crc64));
          });
      return;
    }
    MultipartFile multipart = new MultipartFile(file, key, sender, tuning.partBytes(file.size()));
    large.add(multipart);
    for (int part = 0; part < multipart.parts(); part++) {
      int number = part;
      jobs.add(() -> sendPart(multipart, number, meter));
    }
  }

  private static Optional<Entry> sendPart(MultipartFile file, int part, ProgressMeter meter) {
    OptionalLong whole = file.send(part);
    if (whole.isEmpty()) {
      meter.arrived(file.length(part));
      return Optional.empty();
    }
    meter.finished(file.length(part));
    return Optional.of(VersionComparison.entry(file.file(), whole.getAsLong()));
  }

  /** After success too: a try whose answer was lost may have begun an upload nobody knows. */
  private List<String> cleanUp(Instant began) {
    OssRetry retry = new OssRetry(tuning.attempts(CLEANUP_ATTEMPTS), () -> false);
    return new MultipartCleanup(control, retry, location.bucket(), began).abort(large);
  }

  private static ModelUploadException interruption(InterruptedException e) {
    return new ModelUploadException(
        "interrupted.", "Run it again; what has arrived is not sent again.", true, e);
  }

  private String state(List<LocalFile> files, ProgressMeter meter, List<String> left) {
    String state =
        "Upload to oss://"
            + location.bucket()
            + "/"
            + folder
            + " ("
            + meter.doneFiles()
            + " of "
            + files.size()
            + " files are there and stay, the version is not complete";
    return state
        + (left.isEmpty()
            ? ")"
            : ", multipart uploads left open: " + String.join(", ", left) + ")");
  }
}
