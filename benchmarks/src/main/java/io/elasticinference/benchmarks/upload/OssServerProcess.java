package io.elasticinference.benchmarks.upload;

import io.elasticinference.benchmarks.ChildProcess;
import io.elasticinference.testkit.oss.OssCredential;
import io.elasticinference.testkit.oss.OssServer;
import java.nio.file.Path;

/** A process with a local OSS that leaves MD5 out. Arguments: the folder of its objects. */
final class OssServerProcess {

  static final String ID = "benchmark";
  static final String SECRET = "only on loopback";
  static final String REGION = "cn-beijing";
  static final String BUCKET = "models";

  private OssServerProcess() {}

  public static void main(String[] arguments) throws Exception {
    try (OssServer server =
        OssServer.builder(Path.of(arguments[0]))
            .credential(OssCredential.of(ID, SECRET))
            .bucket(BUCKET)
            .region(REGION)
            .withoutMd5()
            .start()) {
      ChildProcess.say(server.uri());
      ChildProcess.untilStdinEnds();
    }
  }
}
