package io.elasticinference.internal;

import io.elasticinference.Model;
import io.elasticinference.ModelUploadException;
import io.elasticinference.spi.ModelStore;
import io.elasticinference.store.StoredModel;
import java.util.Optional;

/** Brings the model into the store, or makes sure that it lies there. */
final class UploadStage {

  private final ModelStore store;
  private final Events events;

  UploadStage(ModelStore store, Events events) {
    this.store = store;
    this.events = events;
  }

  /** Uploads the local model, where there is one; then makes sure that the store has it whole. */
  void run(Model model, Optional<LocalModel> local) {
    String location = model.location().orElseThrow();
    store.checkMount(location);
    local.ifPresent(found -> upload(model, found));
    store.verify(location, local.map(LocalModel::version).orElseGet(() -> wanted(model)));
  }

  /** Uploads a local model. */
  void upload(Model model, LocalModel local) {
    try (TransferReporter reporter = TransferReporter.ofUpload(events, System::nanoTime)) {
      store.upload(local.directory(), model.location().orElseThrow(), local.version(), reporter);
    }
  }

  /** The newest one is what a model server takes that is told none, whole or not. */
  private long wanted(Model model) {
    if (model.version().isPresent()) {
      return model.version().getAsLong();
    }
    StoredModel stored = store.find(model.location().orElseThrow());
    return stored
        .newest()
        .orElseThrow(
            () ->
                new ModelUploadException(
                    stored.location()
                        + ": no versions (expected: a version folder, named by a number, with a"
                        + " saved model in it).",
                    "Upload it first: Model.….upload(Path.of(\"…\")).to(\""
                        + stored.location()
                        + "\").",
                    false,
                    null))
        .number();
  }
}
