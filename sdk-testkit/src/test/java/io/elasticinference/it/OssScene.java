package io.elasticinference.it;

import com.aliyun.oss.OSS;
import com.aliyun.oss.OSSClientBuilder;
import com.aliyun.oss.model.ListMultipartUploadsRequest;
import com.aliyun.oss.model.ListObjectsV2Request;
import com.aliyun.oss.model.ListObjectsV2Result;
import com.aliyun.oss.model.MultipartUpload;
import com.aliyun.oss.model.OSSObjectSummary;
import io.elasticinference.spi.Environment;
import io.elasticinference.spi.ModelStore;
import io.elasticinference.spi.TransferState;
import io.elasticinference.testkit.oss.OssCredential;
import io.elasticinference.testkit.oss.OssServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A local OSS, a model on disk, the store that uploads it, and a plain OSS client that judges. */
final class OssScene implements AutoCloseable {

  static final String LOCATION = "oss://models/tensorflow/chnsenticorp";
  static final String FOLDER = "tensorflow/chnsenticorp/7/";
  static final String MANIFEST = ".elastic-inference-manifest.json";

  /** Who asks, and the region. */
  static final Map<String, String> KEYS =
      Map.of(
          "ALIBABA_CLOUD_REGION_ID", "cn-beijing",
          "ALIBABA_CLOUD_ACCESS_KEY_ID", "LTAIit",
          "ALIBABA_CLOUD_ACCESS_KEY_SECRET", "sesame");

  static final int MIB = 1024 * 1024;

  private final Path model;
  private final Path checkpoints;
  private final OssServer server;
  private final OSS judge;
  private final ModelStore store;
  private final List<TransferState> progress = new CopyOnWriteArrayList<>();

  OssScene(Path directory) throws IOException {
    this(directory, Map.of());
  }

  OssScene(Path directory, Map<String, String> settings) throws IOException {
    model = Files.createDirectory(directory.resolve("model"));
    checkpoints = directory.resolve("checkpoints");
    server =
        OssServer.builder(directory.resolve("oss"))
            .credential(OssCredential.of("LTAIit", "sesame"))
            .bucket("models")
            .start();
    judge = new OSSClientBuilder().build(server.uri().toString(), "LTAIit", "sesame");
    store = store(settings);
  }

  Path model() {
    return model;
  }

  OssServer server() {
    return server;
  }

  OSS judge() {
    return judge;
  }

  ModelStore store() {
    return store;
  }

  /** What the uploads of {@link #upload} told. */
  List<TransferState> progress() {
    return progress;
  }

  /** Another store with other settings, to be closed by the caller. */
  ModelStore store(Map<String, String> settings) {
    return ServiceLoader.load(ModelStore.Provider.class)
        .findFirst()
        .orElseThrow()
        .create(Environment.of(environment()).with(settings));
  }

  /** The settings by which a program finds this OSS. */
  Map<String, String> environment() {
    Map<String, String> all = new TreeMap<>(KEYS);
    all.put("OSS_ENDPOINT", server.uri().toString());
    all.put("OSS_UPLOAD_CHECKPOINTS", checkpoints.toString());
    return all;
  }

  void upload() {
    upload(store);
  }

  void upload(ModelStore by) {
    by.upload(
        model,
        LOCATION,
        7,
        new ModelStore.Progress() {
          @Override
          public void at(long doneBytes, long totalBytes, int doneFiles, int totalFiles) {
            throw new AssertionError("this store tells each file");
          }

          @Override
          public void at(TransferState state) {
            progress.add(state);
          }
        });
  }

  Path file(String name, int size) throws IOException {
    byte[] bytes = new byte[size];
    new Random(name.hashCode()).nextBytes(bytes);
    Path path = model.resolve(name);
    Files.createDirectories(path.getParent());
    return Files.write(path, bytes);
  }

  /** What lies in the version's folder, by content; the manifest left out. */
  Map<String, Integer> stored() throws IOException {
    Map<String, Integer> contents = new TreeMap<>();
    for (String key : keys()) {
      if (!key.equals(FOLDER + MANIFEST)) {
        try (InputStream in = judge.getObject("models", key).getObjectContent()) {
          contents.put(key.substring(FOLDER.length()), Arrays.hashCode(in.readAllBytes()));
        }
      }
    }
    return contents;
  }

  private List<String> keys() {
    ListObjectsV2Result found =
        judge.listObjectsV2(
            new ListObjectsV2Request("models").withPrefix(FOLDER).withMaxKeys(1000));
    return found.getObjectSummaries().stream().map(OSSObjectSummary::getKey).toList();
  }

  Map<String, Integer> local() throws IOException {
    Map<String, Integer> contents = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(model)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        contents.put(model.relativize(path).toString(), Arrays.hashCode(Files.readAllBytes(path)));
      }
    }
    return contents;
  }

  int openUploads() {
    return openUploadIds().size();
  }

  /** The ids of the multipart uploads that are neither complete nor aborted. */
  Set<String> openUploadIds() {
    return judge
        .listMultipartUploads(new ListMultipartUploadsRequest("models"))
        .getMultipartUploads()
        .stream()
        .map(MultipartUpload::getUploadId)
        .collect(Collectors.toSet());
  }

  /** The checkpoints that are kept now. */
  List<Path> checkpoints() throws IOException {
    if (!Files.isDirectory(checkpoints)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(checkpoints)) {
      return files.filter(file -> !file.endsWith(".lock")).toList();
    }
  }

  @Override
  public void close() throws IOException {
    store.close();
    judge.shutdown();
    server.close();
  }
}
