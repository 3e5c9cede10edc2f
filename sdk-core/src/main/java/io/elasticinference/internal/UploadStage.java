package io.elasticinference.internal;

import io.elasticinference.ElasticInferenceException;
import io.elasticinference.Model;
import io.elasticinference.ModelUploadException;
import io.elasticinference.spi.ModelStore;
import io.elasticinference.spi.StoredModel;
import java.util.Optional;

/** Brings the model into the store, or makes sure that it lies there. */
final class UploadStage {

  private final ModelStore store;
  private final Events events;

  UploadStage(ModelStore store, Events events) {
    this.store = store;
    this.events = events;
  }

  /** Uploads the local model, where there is one; else looks the model up. */
  void run(Model model, Optional<LocalModel> local) {
    String location = model.location().orElseThrow();
    store.checkMount(location);
    if (local.isPresent()) {
      store.upload(
          local.get().directory(),
          location,
          local.get().version(),
          new UploadReporter(events, System::nanoTime));
    } else {
      mustBeThere(model, store.find(location));
    }
  }

  private static void mustBeThere(Model model, StoredModel stored) {
    if (stored.versions().isEmpty()) {
      throw missing(stored, "a version folder, named by a number, with a saved model in it");
    }
    if (model.version().isPresent() && !stored.versions().contains(model.version().getAsLong())) {
      throw missing(stored, "version " + model.version().getAsLong());
    }
  }

  private static ElasticInferenceException missing(StoredModel stored, String expected) {
    return new ModelUploadException(
        stored.location() + ": versions " + stored.versions() + " (expected: " + expected + ").",
        "Upload it first: Model.….upload(Path.of(\"…\")).to(\"" + stored.location() + "\").",
        false,
        null);
  }
}
