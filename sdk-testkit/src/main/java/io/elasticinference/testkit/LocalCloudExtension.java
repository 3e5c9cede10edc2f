package io.elasticinference.testkit;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests a {@link LocalCloud} parameter: one cloud for all tests of a JVM, started for the
 * first and closed after the last. Tests should use a namespace of their own each.
 *
 * <pre>
 * {@literal @}ExtendWith(LocalCloudExtension.class)
 * class MyIT {
 *   {@literal @}Test
 *   void deploys(LocalCloud cloud) { … }
 * }
 * </pre>
 */
public final class LocalCloudExtension implements ParameterResolver {

  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(LocalCloudExtension.class);

  /** Makes the extension; JUnit does. */
  public LocalCloudExtension() {}

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == LocalCloud.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(Running.class, key -> new Running(), Running.class)
        .cloud;
  }

  /** What JUnit closes after the last test. */
  private static final class Running implements AutoCloseable {
    private final LocalCloud cloud = LocalCloud.start();

    @Override
    public void close() {
      cloud.close();
    }
  }
}
