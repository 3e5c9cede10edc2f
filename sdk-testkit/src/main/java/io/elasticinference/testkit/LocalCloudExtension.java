package io.elasticinference.testkit;

import io.elasticinference.InferenceClient;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * What stands behind {@link LocalCloudTest}, which says what it does. Registered by itself, it
 * gives the usual cloud.
 */
public final class LocalCloudExtension
    implements ParameterResolver,
        TestExecutionExceptionHandler,
        LifecycleMethodExecutionExceptionHandler,
        AfterEachCallback {

  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(LocalCloudExtension.class);

  /** Makes the extension; JUnit does. */
  public LocalCloudExtension() {}

  /** A constructor belongs to the test that it makes the instance for. */
  @Override
  public ExtensionContextScope getTestInstantiationExtensionContextScope(
      ExtensionContext rootContext) {
    return ExtensionContextScope.TEST_METHOD;
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == LocalCloud.class
        || type == LocalNamespace.class
        || type == InferenceClient.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    if (type == LocalCloud.class) {
      return cloud(context);
    }
    LocalNamespace namespace = room(context).namespace();
    return type == LocalNamespace.class ? namespace : namespace.client();
  }

  private static LocalCloud cloud(ExtensionContext context) {
    Class<? extends LocalCloudSettings> kind = settings(context);
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(
            kind,
            absent ->
                new CloudOfTests(
                    SharedClouds.lease(kind, () -> ReflectionSupport.newInstance(kind))),
            CloudOfTests.class)
        .cloud();
  }

  /**
   * The nearest annotation says it: the method's, else the class's, else that of a class around.
   */
  private static Class<? extends LocalCloudSettings> settings(ExtensionContext context) {
    Optional<ExtensionContext> here = Optional.of(context);
    while (here.isPresent()) {
      Optional<AnnotatedElement> element = here.get().getElement();
      Optional<LocalCloudTest> annotation =
          AnnotationSupport.findAnnotation(element, LocalCloudTest.class);
      if (annotation.isPresent()) {
        return annotation.get().settings();
      }
      here = here.get().getParent();
    }
    return LocalCloudSettings.Usual.class;
  }

  /** A store also finds what a context around has: so a class's namespace is that of its tests. */
  private static RoomOfTest room(ExtensionContext context) {
    return context
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(
            RoomOfTest.class, absent -> new RoomOfTest(begin(context)), RoomOfTest.class);
  }

  private static LocalNamespace begin(ExtensionContext context) {
    String type = context.getTestClass().map(Class::getSimpleName).orElse("");
    return context
        .getTestMethod()
        .map(Method::getName)
        .map(name -> cloud(context).namespace(name, type + "." + name))
        .orElseGet(() -> cloud(context).namespace(type));
  }

  @Override
  public void handleTestExecutionException(ExtensionContext context, Throwable thrown)
      throws Throwable {
    throw told(context, thrown);
  }

  @Override
  public void handleBeforeAllMethodExecutionException(ExtensionContext context, Throwable thrown)
      throws Throwable {
    throw told(context, thrown);
  }

  @Override
  public void handleBeforeEachMethodExecutionException(ExtensionContext context, Throwable thrown)
      throws Throwable {
    throw told(context, thrown);
  }

  @Override
  public void handleAfterEachMethodExecutionException(ExtensionContext context, Throwable thrown)
      throws Throwable {
    throw told(context, thrown);
  }

  @Override
  public void handleAfterAllMethodExecutionException(ExtensionContext context, Throwable thrown)
      throws Throwable {
    throw told(context, thrown);
  }

  /** What failed outside of these methods, such as another extension, is told of here. */
  @Override
  public void afterEach(ExtensionContext context) {
    context.getExecutionException().ifPresent(thrown -> told(context, thrown));
  }

  private static Throwable told(ExtensionContext context, Throwable thrown) {
    @Nullable RoomOfTest room = context.getStore(NAMESPACE).get(RoomOfTest.class, RoomOfTest.class);
    if (room != null) {
      room.tell(context.getUniqueId(), context.getDisplayName(), thrown);
    }
    return thrown;
  }
}
