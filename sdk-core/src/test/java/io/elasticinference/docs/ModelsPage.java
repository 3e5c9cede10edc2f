package io.elasticinference.docs;

import io.elasticinference.InferenceClient;
import io.elasticinference.Model;
import io.elasticinference.Models;
import io.elasticinference.store.PresignedUrl;
import io.elasticinference.store.StoredModel;
import io.elasticinference.store.StoredVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** The Java of docs/models.md, as it stands there; compared by {@link PagesTest}. */
final class ModelsPage {

  private ModelsPage() {}

  static Model upload() {
    return Model.tensorflow("chnsenticorp")
        .upload(Path.of("saved_model")) // a SavedModel, or a folder of version folders
        .to("oss://models/tensorflow/chnsenticorp")
        .version(1623831335);
  }

  static void store() throws IOException {
    try (InferenceClient client = InferenceClient.connect()) {
      Models models = client.models();
      for (StoredModel model : models.list("oss://models")) { // at any depth
        for (StoredVersion version : model.versions()) { // ascending, complete or not
          System.out.println(
              model.location()
                  + " "
                  + version.number()
                  + " "
                  + version.sizeBytes()
                  + " B "
                  + version.lastModified()
                  + " "
                  + version.problem().orElse("complete"));
        }
      }
      models.upload(
          Model.tensorflow("bert")
              .upload(Path.of("saved_model"))
              .to("oss://models/bert")
              .version(7));
      Path folder = models.download("oss://models/bert", 7, Path.of("bert")); // bert/7
      PresignedUrl url =
          models.presign("oss://models/bert", 7, "saved_model.pb", Duration.ofHours(1));
      System.out.println(
          folder
              + " came down; until "
              + url.expires()
              + " its graph can be read at "
              + url.reveal());
      models.delete("oss://models/bert", 6);
    }
  }
}
