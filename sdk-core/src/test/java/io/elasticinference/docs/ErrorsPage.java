package io.elasticinference.docs;

import io.elasticinference.CapacityException;
import io.elasticinference.ElasticInferenceException;
import io.elasticinference.InferenceService;
import java.time.Duration;

/** The Java of docs/errors.md, as it stands there; compared by {@link PagesTest}. */
final class ErrorsPage {

  private ErrorsPage() {}

  static void await(InferenceService service) {
    try {
      service.awaitReady(Duration.ofMinutes(10));
    } catch (CapacityException e) {
      System.err.println(e.hint());
    } catch (ElasticInferenceException e) {
      System.err.println(e.retryable() ? "Again later: " + e.getMessage() : e.getMessage());
    }
  }
}
