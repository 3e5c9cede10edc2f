package io.elasticinference.benchmarks.upload;

import io.elasticinference.benchmarks.ChildProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One who uploads.
 *
 * @param name what it is called in the tables
 * @param raw whether it talks to the raw server, not to OSS
 * @param command makes the command line for a workload
 */
record Contender(String name, boolean raw, Command command) {

  static final String OURS = "this SDK";

  /** Where a contender puts what it uploads, below which each upload has a number. */
  static final String PREFIX = "benchmark/";

  @FunctionalInterface
  interface Command {
    List<String> of(Path directory);
  }

  /** All that the options allow, in the order that they take turns. */
  static List<Contender> all(UploadOptions options, String rawPort) {
    String parallel = Integer.toString(options.parallel());
    String part = Long.toString(options.partBytes());
    String bucket = OssServerProcess.BUCKET;
    String location = "oss://" + bucket + "/" + PREFIX.replace("/", "");
    List<Contender> all = new ArrayList<>();
    all.add(
        new Contender(
            OURS, false, d -> ChildProcess.java(SdkClient.class, d.toString(), location)));
    options
        .goUploader()
        .ifPresent(
            go ->
                all.add(
                    new Contender(
                        "Go SDK",
                        false,
                        d ->
                            List.of(go.toString(), d.toString(), bucket, PREFIX, parallel, part))));
    all.add(
        new Contender(
            "OSS Java SDK",
            false,
            d ->
                ChildProcess.java(
                    JavaSdkClient.class, d.toString(), bucket, PREFIX, parallel, part)));
    for (String connections : List.of("1", "4")) {
      all.add(
          new Contender(
              "raw copy, connections: " + connections,
              true,
              d -> ChildProcess.java(RawClient.class, rawPort, d.toString(), connections)));
    }
    return all;
  }

  /** What a client finds its server and its key by. */
  static Map<String, String> environment(String endpoint) {
    return Map.of(
        "OSS_ENDPOINT", endpoint,
        "ALIBABA_CLOUD_REGION_ID", OssServerProcess.REGION,
        "ALIBABA_CLOUD_ACCESS_KEY_ID", OssServerProcess.ID,
        "ALIBABA_CLOUD_ACCESS_KEY_SECRET", OssServerProcess.SECRET,
        "NO_PROXY", "127.0.0.1");
  }
}
