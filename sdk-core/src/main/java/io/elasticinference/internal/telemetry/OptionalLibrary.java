package io.elasticinference.internal.telemetry;

import io.elasticinference.ElasticInferenceException;
import io.elasticinference.telemetry.Telemetry;
import java.util.function.Supplier;

/** A library that listens, if the program has it. */
public enum OptionalLibrary {
  MICROMETER("Micrometer", "io.micrometer:micrometer-core"),
  OPEN_TELEMETRY("OpenTelemetry", "io.opentelemetry:opentelemetry-api");

  private final String title;
  private final String coordinates;

  OptionalLibrary(String title, String coordinates) {
    this.title = title;
    this.coordinates = coordinates;
  }

  /**
   * Makes what listens by this library.
   *
   * @param made makes it
   * @throws ElasticInferenceException where the library is not there, with what to add
   */
  public Telemetry telemetry(Supplier<Telemetry> made) {
    try {
      return made.get();
    } catch (NoClassDefFoundError e) {
      throw new ElasticInferenceException(
          title
              + " telemetry: the class "
              + String.valueOf(e.getMessage()).replace('/', '.')
              + " is not on the class path (expected: "
              + coordinates
              + ").",
          "Add the dependency " + coordinates + ", or set no telemetry.",
          false,
          e);
    }
  }
}
