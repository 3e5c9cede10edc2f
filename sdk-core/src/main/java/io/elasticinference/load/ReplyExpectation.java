package io.elasticinference.load;

import io.elasticinference.internal.load.Check;
import io.elasticinference.internal.load.JsonField;
import java.util.Optional;

/**
 * What a reply must look like to count as a success, so that fast errors never pass for throughput.
 *
 * @param status the status code
 * @param bodyText a text that must stand in the body, in UTF-8
 * @param jsonField a field that the JSON body must have, for example {@code predictions[0].score}
 */
public record ReplyExpectation(int status, Optional<String> bodyText, Optional<String> jsonField) {
  /** Status 200, whatever the body. */
  public static final ReplyExpectation OK =
      new ReplyExpectation(200, Optional.empty(), Optional.empty());

  public ReplyExpectation {
    Check.argument(status >= 200 && status <= 599, "status", status, "200 to 599");
    bodyText.ifPresent(
        text -> Check.argument(!text.isEmpty(), "bodyText", "''", "at least one character"));
    jsonField.ifPresent(JsonField::of);
  }
}
