package io.elasticinference.aliyun.internal.oss;

import com.aliyun.oss.InconsistentException;
import com.aliyun.oss.OSS;
import io.elasticinference.ModelUploadException;
import io.elasticinference.spi.ModelStore.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One download of one version: keeps what is there and equal, fetches the rest in pieces, and puts
 * each file in its place when it is whole; what a model server looks for first comes last.
 */
final class VersionDownload {

  private final OssClients clients;
  private final UploadTuning tuning;
  private final OssEndpoint endpoint;
  private final OssLocation location;
  private final long version;

  VersionDownload(
      OssClients clients,
      UploadTuning tuning,
      OssEndpoint endpoint,
      OssLocation location,
      long version) {
    this.clients = clients;
    this.tuning = tuning;
    this.endpoint = endpoint;
    this.location = location;
    this.version = version;
  }

  /**
   * A file of the version.
   *
   * @param object where it comes from
   * @param local where it goes
   */
  private record Wanted(RemoteObject object, LocalFile local) {}

  /**
   * What is to be done about a file.
   *
   * @param crc64 the checksum that it must have
   * @param present whether it is here, with that checksum
   */
  private record Compared(Wanted wanted, long crc64, boolean present) {}

  /** Brings all files of the version into a folder. */
  void run(Path directory, Progress progress) {
    OSS fetching = clients.make();
    boolean interrupted = false;
    try (Workers workers = new Workers(tuning.concurrency(), fetching::shutdown)) {
      OssRetry retry = clients.retry(workers::stopped);
      Bucket bucket = new Bucket(fetching, retry, location.bucket());
      VersionFinder.Whole whole = new VersionFinder(bucket, location, workers).whole(version);
      fetch(directory, whole, fetching, retry, workers, progress);
    } catch (InterruptedException e) {
      interrupted = true;
      throw failure(
          new ModelUploadException(
              "the download was interrupted (expected: to its end).",
              "Run it again; what has arrived whole is kept.",
              true,
              e));
    } catch (IOException e) {
      throw failure(LocalSpace.unwritable(directory, e));
    } catch (RuntimeException e) {
      throw failure(e);
    } finally {
      fetching.shutdown();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private RuntimeException failure(RuntimeException e) {
    return OssErrors.translate(
        "Download of " + location.withoutSlash() + "/" + version, location, endpoint, e);
  }

  private void fetch(
      Path directory,
      VersionFinder.Whole whole,
      OSS fetching,
      OssRetry retry,
      Workers workers,
      Progress progress)
      throws IOException, InterruptedException {
    List<Wanted> wanted = new ArrayList<>();
    whole
        .objects()
        .files()
        .forEach(
            (name, object) ->
                wanted.add(
                    new Wanted(object, local(LocalNames.resolve(directory, name), name, object))));
    Files.createDirectories(directory);
    try (DownloadFolder folder = DownloadFolder.take(directory.toAbsolutePath().normalize())) {
      ProgressMeter meter =
          new ProgressMeter(wanted.stream().map(Wanted::local).toList(), progress);
      meter.start();
      List<Compared> missing =
          compare(wanted, whole, new Bucket(fetching, retry, location.bucket()), workers, meter);
      LocalSpace.require(
          directory, missing.stream().mapToLong(file -> file.wanted().object().size()).sum());
      for (boolean last : new boolean[] {false, true}) {
        fetchAll(missing, last, folder, fetching, retry, workers, meter);
      }
    }
  }

  private static LocalFile local(Path path, String name, RemoteObject object) {
    return new LocalFile(path, name, object.size(), FileTime.from(object.lastModified()));
  }

  private List<Compared> compare(
      List<Wanted> wanted,
      VersionFinder.Whole whole,
      Bucket bucket,
      Workers workers,
      ProgressMeter meter)
      throws InterruptedException {
    Map<String, Long> checksums = whole.manifest().map(VersionManifest::checksums).orElse(Map.of());
    List<Supplier<Compared>> jobs = new ArrayList<>();
    for (Wanted file : wanted) {
      jobs.add(() -> compare(file, checksums.get(file.local().name()), bucket));
    }
    List<Compared> missing = new ArrayList<>();
    for (Compared file : workers.all(jobs)) {
      if (file.present()) {
        meter.present(file.wanted().local());
      } else {
        missing.add(file);
      }
    }
    return missing;
  }

  /** The manifest knows the checksum; for what another tool uploaded the server does. */
  private static Compared compare(Wanted file, @Nullable Long known, Bucket bucket) {
    long crc64 =
        known != null
            ? known
            : bucket
                .crc64(file.object().key())
                .orElseThrow(() -> new InconsistentException(0L, null, "none"));
    boolean present;
    try {
      present =
          Files.isRegularFile(file.local().path())
              && Files.size(file.local().path()) == file.object().size()
              && Checksums.of(file.local()) == crc64;
    } catch (IOException e) {
      throw LocalSpace.unwritable(file.local().path(), e);
    }
    return new Compared(file, crc64, present);
  }

  private void fetchAll(
      List<Compared> files,
      boolean last,
      DownloadFolder folder,
      OSS fetching,
      OssRetry retry,
      Workers workers,
      ProgressMeter meter)
      throws IOException, InterruptedException {
    List<IncomingFile> incoming = new ArrayList<>();
    List<Supplier<Boolean>> jobs = new ArrayList<>();
    for (Compared file : files) {
      if (VersionObjects.GRAPHS.contains(file.wanted().local().name()) == last) {
        IncomingFile arriving =
            new IncomingFile(
                file.wanted().object(),
                file.wanted().local().path(),
                folder.temporary(incoming.size()),
                file.crc64(),
                tuning.partBytes(file.wanted().object().size()));
        incoming.add(arriving);
        for (int piece = 0; piece < arriving.pieces(); piece++) {
          int number = piece;
          jobs.add(() -> fetch(arriving, file.wanted().local(), number, fetching, retry, meter));
        }
      }
    }
    try {
      workers.all(jobs);
    } finally {
      for (IncomingFile file : incoming) {
        file.close();
      }
    }
  }

  private boolean fetch(
      IncomingFile file,
      LocalFile local,
      int piece,
      OSS fetching,
      OssRetry retry,
      ProgressMeter meter) {
    ProgressMeter.Piece progress = meter.piece(local, file.length(piece));
    boolean whole = file.fetch(piece, fetching, retry, location.bucket(), progress::at);
    if (whole) {
      meter.finished(local);
    }
    return whole;
  }
}
