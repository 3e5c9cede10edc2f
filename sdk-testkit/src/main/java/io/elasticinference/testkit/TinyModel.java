package io.elasticinference.testkit;

import io.elasticinference.InferenceClient;
import io.elasticinference.Model;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The model that comes with the test kit. */
final class TinyModel {

  static final String NAME = "half-plus-two";

  private static final long VERSION = 1;
  private static final String FILE = "saved_model.pb";

  private TinyModel() {}

  static Model upload(InferenceClient client, String location) {
    try {
      Path folder = Files.createTempDirectory(NAME);
      Path version = Files.createDirectory(folder.resolve(Long.toString(VERSION)));
      Path file = version.resolve(FILE);
      try (InputStream in = TinyModel.class.getResourceAsStream("half_plus_two/1/" + FILE)) {
        if (in == null) {
          throw new IllegalStateException(
              "Test kit: its jar lacks the model (expected: " + FILE + ")");
        }
        Files.copy(in, file);
        client.models().upload(Model.tensorflow(NAME).upload(folder).to(location));
      } finally {
        Files.deleteIfExists(file);
        Files.delete(version);
        Files.delete(folder);
      }
      return Model.tensorflow(NAME).from(location).version(VERSION);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Model '"
              + NAME
              + "': it cannot be unpacked, "
              + e
              + " (expected: a folder that this user may write to). Name another one.",
          e);
    }
  }
}
