package io.elasticinference.k8s.internal.api;

import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the API server answered when all went well.
 *
 * @param status the HTTP status: 201 where an object was made, else 200
 * @param body the object
 * @param date the server's clock as HTTP writes it; null where it did not say
 */
public record Reply(int status, Map<String, Object> body, @Nullable String date) {

  private static final int CREATED = 201;

  /** Whether the object was not there before. */
  public boolean created() {
    return status == CREATED;
  }

  /** The server's clock, in whole seconds. */
  public Optional<Instant> serverTime() {
    try {
      return date == null
          ? Optional.empty()
          : Optional.of(
              ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
