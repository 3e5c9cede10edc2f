package io.elasticinference.testkit;

/**
 * How the local cloud of some tests differs from the usual one; see {@link
 * LocalCloudTest#settings}. Implementations have a constructor without parameters.
 *
 * <pre>{@code
 * class SlowModels implements LocalCloudSettings {
 *   public void set(LocalCloudOptions options) {
 *     options.capacity(Duration.ofMillis(40), 2);
 *   }
 * }
 * }</pre>
 */
@FunctionalInterface
public interface LocalCloudSettings {

  /**
   * Changes settings before the cloud is started.
   *
   * @param options the usual settings, to be changed
   */
  void set(LocalCloudOptions options);

  /** The usual settings: quick ones. */
  final class Usual implements LocalCloudSettings {

    /** Makes the settings. */
    public Usual() {}

    @Override
    public void set(LocalCloudOptions options) {
      // They are the defaults.
    }
  }
}
