package io.elasticinference.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives the tests of a class, or one test, a local cloud: one for all tests of the JVM, started
 * when the first asks for it and closed after the last. Each test has a namespace of its own, so
 * that tests may run side by side; it is removed after the test. When a test fails, what there was
 * to see in its namespace is printed to standard error.
 *
 * <pre>
 * {@literal @}LocalCloudTest
 * class PredictionsTest {
 *   {@literal @}Test
 *   void predicts(InferenceClient client, LocalNamespace namespace) {
 *     InferenceService half =
 *         ElasticInference.builder().client(client).model(namespace.tinyModel()).deploy();
 *     assertThat(half.awaitReady(Duration.ofMinutes(1)).ready()).isTrue();
 *   }
 * }
 * </pre>
 *
 * <p>Constructors, tests and lifecycle methods take these parameters:
 *
 * <table>
 * <caption>Parameters</caption>
 * <tr><th>type</th><th>what it is</th></tr>
 * <tr><td>{@link LocalCloud}</td><td>the cloud: its object store, its log service, faults, its
 *   environment variables</td></tr>
 * <tr><td>{@link LocalNamespace}</td><td>the test's own namespace: its name, bucket and gateway, and
 *   a tiny model to deploy</td></tr>
 * <tr><td>{@link io.elasticinference.InferenceClient}</td><td>a client of that namespace, closed
 *   after the test</td></tr>
 * </table>
 *
 * <p><b>Whose namespace it is:</b> the test's, also where its constructor or a {@code BeforeEach}
 * asks for it. Where a class asks first, in a {@code BeforeAll} or in the constructor of a {@code
 * TestInstance(PER_CLASS)}, all of its tests share the class's, nested classes included.
 *
 * <p>JUnit 5.12 or newer, or 6, must be on the class path: the test kit brings none of its own.
 */
@Documented
@Inherited
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(LocalCloudExtension.class)
public @interface LocalCloudTest {

  /**
   * How the cloud differs from the usual one. There is one cloud a JVM for each such class, and
   * each takes some 600 MB and 10 s to start: few are better than many.
   *
   * @return a class with a constructor without parameters
   */
  Class<? extends LocalCloudSettings> settings() default LocalCloudSettings.Usual.class;
}
