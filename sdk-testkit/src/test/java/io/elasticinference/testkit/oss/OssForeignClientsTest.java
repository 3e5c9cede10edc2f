package io.elasticinference.testkit.oss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The SDKs of Python and Go as judges of the local OSS: each client with each signature version, at
 * buckets in the path and in the host name, with lasting and temporary keys, one test a group of
 * operations. Each combination is one process at a server of its own; a client that cannot be had
 * is skipped, and says so.
 */
class OssForeignClientsTest {

  private static final List<String> OPERATIONS =
      List.of(
          "buckets",
          "objects",
          "conditions",
          "listing",
          "appends",
          "tagging",
          "acls",
          "copies",
          "multipart",
          "markers",
          "resume",
          "downloads",
          "urls",
          "strangers",
          "unsupported",
          "deletes");

  private static final OssCredential LASTING = OssCredential.of("LTAIlasting", "lasting secret");
  private static final OssCredential TEMPORARY =
      OssCredential.of("STS.temporary", "temporary secret")
          .temporary("CAISto+ken/==", Instant.parse("2100-01-01T00:00:00Z"));

  @TempDir Path directory;

  @TestFactory
  List<DynamicContainer> foreignClient_findsNoDifference() {
    List<DynamicContainer> matrix = new ArrayList<>();
    for (ForeignPeer.Client client : ForeignPeer.Client.values()) {
      for (String signature : List.of("v1", "v4")) {
        matrix.add(combination(new ForeignPeer(client, signature, false, LASTING)));
        // alibabacloud-oss-v2 1.4.1 sends the token of signature 1 in a header that OSS has not.
        boolean noToken = client == ForeignPeer.Client.PYTHON_V2 && signature.equals("v1");
        matrix.add(
            combination(new ForeignPeer(client, signature, true, noToken ? LASTING : TEMPORARY)));
      }
    }
    return matrix;
  }

  private DynamicContainer combination(ForeignPeer peer) {
    return dynamicContainer(
        peer.toString(),
        OPERATIONS.stream().map(operation -> dynamicTest(operation, () -> check(peer, operation))));
  }

  private void check(ForeignPeer peer, String operation) throws Exception {
    String said = peer.run(Files.createDirectories(directory.resolve(peer.toString())));
    assertThat(said.lines()).as(said).contains("step " + operation + ": ok");
  }
}
