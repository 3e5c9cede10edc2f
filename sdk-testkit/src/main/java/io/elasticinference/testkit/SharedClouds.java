package io.elasticinference.testkit;

import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The local clouds of this JVM: one for each kind of settings. */
final class SharedClouds {

  private static final Shared<Class<?>, LocalCloud> CLOUDS = new Shared<>(LocalCloud::close);
  private static Shared.@Nullable Lease<LocalCloud> untilTheEnd;

  private SharedClouds() {}

  /** The one with the usual settings; the JVM gives it back at its end. */
  static synchronized LocalCloud forThisJvm() {
    if (untilTheEnd == null) {
      Shared.Lease<LocalCloud> lease =
          lease(LocalCloudSettings.Usual.class, LocalCloudSettings.Usual::new);
      Runtime.getRuntime().addShutdownHook(new Thread(lease::close, "local-cloud-stop"));
      untilTheEnd = lease;
    }
    return untilTheEnd.shared();
  }

  /** The one with these settings, started now if nobody else has it. */
  static Shared.Lease<LocalCloud> lease(
      Class<? extends LocalCloudSettings> kind, Supplier<? extends LocalCloudSettings> settings) {
    return CLOUDS.lease(kind, () -> start(settings.get()));
  }

  private static LocalCloud start(LocalCloudSettings settings) {
    LocalCloudOptions options = LocalCloud.options();
    settings.set(options);
    long start = System.nanoTime();
    options.progress.accept("starting, once for all tests of this JVM ...");
    LocalCloud cloud = options.start();
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    options.progress.accept(String.format("ready after %.1f s", took.toMillis() / 1e3));
    return cloud;
  }
}
