package io.elasticinference.benchmarks.upload;

import io.elasticinference.spi.Environment;
import io.elasticinference.spi.ModelStore;
import java.nio.file.Path;
import java.util.ServiceLoader;

/**
 * Uploads a folder by this SDK, as {@code Model…upload(folder).to(..)} does: by the model store
 * that is found, which also lists what is there and writes a manifest. Arguments: the folder, and
 * where to, as an {@code oss://} location.
 */
final class SdkClient {

  private SdkClient() {}

  public static void main(String[] arguments) throws Exception {
    Path directory = Path.of(arguments[0]);
    Measured.run(
        directory,
        (folder, version) -> {
          ModelStore.Provider provider =
              ServiceLoader.load(ModelStore.Provider.class).findFirst().orElseThrow();
          try (ModelStore store = provider.create(Environment.system())) {
            store.upload(folder, arguments[1], version, (done, total, files, allFiles) -> {});
          }
        });
  }
}
