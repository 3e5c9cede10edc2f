package io.elasticinference.internal;

import io.elasticinference.Autoscale;
import io.elasticinference.InferenceSpec;
import io.elasticinference.ModelUploadException;
import io.elasticinference.ScalingTarget;
import io.elasticinference.Violation;
import io.elasticinference.metrics.AdapterReading;
import io.elasticinference.metrics.TrafficSummary;
import io.elasticinference.spi.ClusterVolume;
import io.elasticinference.spi.LogView;
import io.elasticinference.spi.ModelStore;
import io.elasticinference.spi.ModelVolume;
import io.elasticinference.spi.Placement;
import io.elasticinference.spi.PodPlacement;
import io.elasticinference.spi.Route;
import io.elasticinference.spi.ScalingMetric;
import io.elasticinference.spi.Secret;
import io.elasticinference.spi.TrafficMetrics;
import io.elasticinference.store.PresignedUrl;
import io.elasticinference.store.StoredModel;
import io.elasticinference.store.StoredVersion;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A store, a placement and a log that write down what they are asked. */
final class FakeCloud implements ModelStore, Placement, TrafficMetrics {

  final List<String> calls = new ArrayList<>();
  List<Long> versions = List.of(1L);

  /** Those of the versions that are not complete. */
  Set<Long> incomplete = new TreeSet<>();

  boolean mountable = true;

  @Override
  public List<Violation> validate(String location) {
    return location.startsWith("oss://models")
        ? List.of()
        : List.of(new Violation("model.location", location, "oss://models/…"));
  }

  @Override
  public void upload(Path versionDirectory, String location, long version, Progress progress) {
    calls.add("upload " + versionDirectory.getFileName() + " " + location + " " + version);
    progress.at(3, 7, 1, 2);
    progress.at(7, 7, 2, 2);
    versions = Stream.concat(versions.stream(), Stream.of(version)).distinct().toList();
  }

  @Override
  public StoredModel find(String location) {
    calls.add("find " + location);
    return new StoredModel(location, versions.stream().map(this::version).toList());
  }

  private StoredVersion version(long number) {
    return new StoredVersion(
        number, List.of(), Instant.EPOCH, incomplete.contains(number) ? "half" : null);
  }

  @Override
  public List<StoredModel> list(String location) {
    calls.add("list " + location);
    return List.of(find(location));
  }

  @Override
  public StoredVersion verify(String location, long version) {
    calls.add("verify " + location + " " + version);
    if (!versions.contains(version) || incomplete.contains(version)) {
      throw new ModelUploadException(
          location + "/" + version + ": not complete.", "Upload it.", false, null);
    }
    return version(version);
  }

  @Override
  public void download(String location, long version, Path versionDirectory, Progress progress) {
    calls.add("download " + location + " " + version + " " + versionDirectory);
    progress.at(7, 7, 2, 2);
  }

  @Override
  public InputStream open(String location, long version, String file) {
    calls.add("open " + location + " " + version + " " + file);
    return new ByteArrayInputStream(new byte[1]);
  }

  @Override
  public PresignedUrl presign(String location, long version, String file, Duration validFor) {
    calls.add("presign " + location + " " + version + " " + file);
    return new PresignedUrl(file, Secret.of("https://signed"), Instant.EPOCH.plus(validFor));
  }

  @Override
  public void delete(String location, long version) {
    calls.add("delete " + location + " " + version);
  }

  @Override
  public Optional<String> locationOf(ClusterVolume volume) {
    return volume.driver().equals("driver")
        ? Optional.ofNullable(volume.attributes().get("location"))
        : Optional.empty();
  }

  @Override
  public void checkMount(String location) {
    if (!mountable) {
      throw new ModelUploadException("no key", "Set one.", false, null);
    }
  }

  @Override
  public ModelVolume volume(String location) {
    return new ModelVolume("driver", Map.of(), Map.of(), "5Gi", "/data/models");
  }

  @Override
  public List<Violation> validate(InferenceSpec spec) {
    return spec.gpuSpecs().size() > 5
        ? List.of(new Violation("gpuSpec", "six", "at most 5"))
        : List.of();
  }

  @Override
  public PodPlacement place(InferenceSpec spec) {
    return new PodPlacement(Map.of(), Map.of(), Map.of());
  }

  @Override
  public List<Violation> validate(Autoscale autoscale, Route route) {
    return qps(autoscale) > 0
        ? List.of()
        : List.of(new Violation("autoscale.qps", "" + qps(autoscale), "> 0"));
  }

  @Override
  public List<ScalingMetric> scalingMetrics(Autoscale autoscale, Route route) {
    return List.of(
        new ScalingMetric(
            "qps", Map.of("route", route.toString()), Math.round(qps(autoscale) * 1000)));
  }

  @Override
  public Optional<ScalingTarget> target(ScalingMetric metric) {
    return Optional.of(new ScalingTarget.Qps(metric.targetMilli() / 1000.0));
  }

  private static double qps(Autoscale autoscale) {
    return ((ScalingTarget.Qps) autoscale.targets().get(0)).perReplica();
  }

  @Override
  public AdapterReading asAdapterSeesIt(ScalingMetric metric) {
    throw new AssertionError("not asked in these tests");
  }

  @Override
  public SortedMap<Instant, Double> adapterHistory(ScalingMetric metric, Instant from, Instant to) {
    throw new AssertionError("not asked in these tests");
  }

  @Override
  public List<TrafficSummary> series(
      ScalingMetric metric, Instant from, Instant to, Duration step) {
    throw new AssertionError("not asked in these tests");
  }

  @Override
  public LogView look(ScalingMetric metric) {
    throw new AssertionError("not asked in these tests");
  }

  @Override
  public void close() {
    calls.add("close");
  }
}
