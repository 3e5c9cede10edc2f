package io.elasticinference.aliyun.internal.oss;

import com.aliyun.oss.OSS;
import io.elasticinference.ModelUploadException;
import io.elasticinference.aliyun.internal.oss.MultipartCleanup.Left;
import io.elasticinference.aliyun.internal.oss.VersionManifest.Entry;
import io.elasticinference.spi.ModelStore.Progress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

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
  private final CheckpointFolder checkpoints;
  private final AtomicBoolean warned = new AtomicBoolean();
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
      CheckpointFolder checkpoints,
      OssEndpoint endpoint,
      OssLocation location,
      long version) {
    this.clients = clients;
    this.control = control;
    this.tuning = tuning;
    this.checkpoints = checkpoints;
    this.endpoint = endpoint;
    this.location = location;
    this.folder = location.key(version + "/");
  }

  void run(Path directory, Progress progress) {
    List<LocalFile> files = LocalTree.read(directory);
    ProgressMeter meter = new ProgressMeter(files, progress);
    OSS sending = clients.make();
    PieceClient pieces = clients.pieces();
    Runnable disconnect =
        () -> {
          pieces.shutdown();
          sending.shutdown();
        };
    RuntimeException failure = null;
    boolean interrupted = false;
    try (Workers workers = new Workers(tuning.concurrency(), disconnect)) {
      meter.start();
      send(files, sending, pieces, workers, meter);
    } catch (InterruptedException e) {
      interrupted = true;
      failure = interruption(e);
    } catch (RuntimeException e) {
      failure = e;
    } finally {
      disconnect.run();
    }
    interrupted |= Thread.interrupted();
    Left left = end(failure);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (failure != null) {
      UploadFailure told = new UploadFailure(location.bucket() + "/" + folder, left);
      throw told.of(
          OssErrors.translate(
              told.state(meter.doneFiles(), files.size()), location, endpoint, failure));
    }
  }

  /** After success too: a try whose answer was lost may have begun an upload nobody knows. */
  private Left end(@Nullable RuntimeException failure) {
    OssRetry retry = clients.retry(CLEANUP_ATTEMPTS);
    MultipartServer server = new MultipartServer(control, retry, location.bucket());
    try {
      return new MultipartCleanup(server)
          .end(large, failure != null && UploadFailure.mendable(failure));
    } finally {
      large.forEach(file -> file.journal().close());
    }
  }

  private void send(
      List<LocalFile> files, OSS sending, PieceClient pieces, Workers workers, ProgressMeter meter)
      throws InterruptedException {
    OssRetry retry = clients.retry(workers::stopped);
    Bucket bucket = new Bucket(sending, retry, location.bucket());
    KeptUploads kept =
        new KeptUploads(
            checkpoints,
            new MultipartServer(sending, retry, location.bucket()),
            endpoint,
            location.bucket());
    Map<String, RemoteObject> there = bucket.objects(folder);
    VersionManifest before = manifest(bucket, there);
    VersionComparison found = VersionComparison.of(files, there, before, bucket, folder, workers);
    found.equal().keySet().forEach(meter::present);
    found.equal().keySet().stream()
        .filter(this::inParts)
        .forEach(file -> kept.discard(target(file)));
    List<Entry> entries = new ArrayList<>(found.equal().values());
    if (!found.different().isEmpty()) {
      bucket.put(folder + VersionManifest.NAME, VersionManifest.incomplete(entries).toJson());
      FileSender sender = new FileSender(sending, pieces, retry, location.bucket());
      entries.addAll(sendAll(found.different(), false, sender, workers, meter));
      entries.addAll(sendAll(found.different(), true, sender, workers, meter));
    }
    files.forEach(LocalFile::checkUnchanged);
    entries.sort(Comparator.comparing(Entry::name));
    VersionManifest manifest = new VersionManifest(true, entries);
    if (!found.different().isEmpty() || !manifest.equals(before)) {
      bucket.put(folder + VersionManifest.NAME, manifest.toJson());
    }
  }

  /** What was written down of the version; nothing where there is no manifest that can be read. */
  private VersionManifest manifest(Bucket bucket, Map<String, RemoteObject> there) {
    return Optional.of(folder + VersionManifest.NAME)
        .filter(key -> there.containsKey(VersionManifest.NAME))
        .flatMap(bucket::text)
        .flatMap(VersionManifest::parse)
        .orElse(VersionManifest.incomplete(List.of()));
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
    if (!inParts(file)) {
      ProgressMeter.Piece whole = meter.piece(file, file.size());
      jobs.add(
          () -> {
            Stored stored = sender.put(file, folder + file.name(), whole);
            whole.sent();
            meter.finished(file);
            return Optional.of(VersionComparison.entry(file, stored));
          });
      return;
    }
    MultipartFile multipart = new MultipartFile(file, sender, journal(file));
    large.add(multipart);
    for (int part = 0; part < multipart.parts(); part++) {
      int number = part;
      ProgressMeter.Piece piece = meter.piece(file, multipart.length(part));
      jobs.add(() -> sendPart(multipart, number, piece, meter));
    }
  }

  private boolean inParts(LocalFile file) {
    return tuning.inParts(file.size());
  }

  private UploadJournal journal(LocalFile file) {
    return UploadJournal.open(checkpoints, target(file), warned);
  }

  private UploadTarget target(LocalFile file) {
    return UploadTarget.of(
        endpoint, location.bucket(), folder + file.name(), file, tuning.partBytes(file.size()));
  }

  private static Optional<Entry> sendPart(
      MultipartFile file, int part, ProgressMeter.Piece piece, ProgressMeter meter) {
    Optional<Stored> whole = file.send(part, piece);
    whole.ifPresent(stored -> meter.finished(file.file()));
    return whole.map(stored -> VersionComparison.entry(file.file(), stored));
  }

  private static ModelUploadException interruption(InterruptedException e) {
    return new ModelUploadException(
        "the upload was interrupted (expected: to its end).",
        "Run it again; what has arrived is not sent again.",
        true,
        e);
  }
}
