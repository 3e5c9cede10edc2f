package io.elasticinference.it;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.stream.Stream;

/** The walls of the house: which module may know what. */
@AnalyzeClasses(
    packages = "io.elasticinference",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String[] CORE = {
    "io.elasticinference",
    "io.elasticinference.event..",
    "io.elasticinference.internal..",
    "io.elasticinference.load..",
    "io.elasticinference.metrics..",
    "io.elasticinference.scaling..",
    "io.elasticinference.spi..",
    "io.elasticinference.store..",
    "io.elasticinference.telemetry..",
  };

  @ArchTest
  static final ArchRule CORE_KNOWS_NEITHER_KUBERNETES_NOR_ALIBABA_CLOUD =
      noClasses()
          .that()
          .resideInAnyPackage(CORE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.kubernetes..",
              "com.aliyun..",
              "okhttp3..",
              "io.elasticinference.k8s..",
              "io.elasticinference.aliyun..",
              "io.elasticinference.testkit..");

  @ArchTest
  static final ArchRule KUBERNETES_KNOWS_NOTHING_OF_ALIBABA_CLOUD =
      noClasses()
          .that()
          .resideInAPackage("io.elasticinference.k8s..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "com.aliyun..", "io.elasticinference.aliyun..", "io.elasticinference.testkit..");

  @ArchTest
  static final ArchRule ALIBABA_CLOUD_KNOWS_NO_KUBERNETES_OBJECT =
      noClasses()
          .that()
          .resideInAPackage("io.elasticinference.aliyun..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.kubernetes..", "io.elasticinference.k8s..", "io.elasticinference.testkit..");

  @ArchTest
  static final ArchRule THE_TEST_KIT_USES_ONLY_WHAT_USERS_MAY =
      noClasses()
          .that()
          .resideInAPackage("io.elasticinference.testkit..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.elasticinference.internal..",
              "io.elasticinference.k8s.internal..",
              "io.elasticinference.aliyun.internal..");

  @ArchTest
  static final ArchRule PUBLIC_SIGNATURES_SHOW_NO_TYPE_OF_A_CLIENT_LIBRARY =
      classes()
          .that()
          .arePublic()
          .and()
          .resideInAnyPackage(
              "io.elasticinference",
              "io.elasticinference.event..",
              "io.elasticinference.load..",
              "io.elasticinference.metrics..",
              "io.elasticinference.scaling..",
              "io.elasticinference.spi..",
              "io.elasticinference.store..")
          .should(showOnlyOwnAndJdkTypes());

  private static ArchCondition<JavaClass> showOnlyOwnAndJdkTypes() {
    return new ArchCondition<>("show only the SDK's own types and the JDK's") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        type.getMethods().stream()
            .filter(
                method ->
                    method
                        .getModifiers()
                        .contains(com.tngtech.archunit.core.domain.JavaModifier.PUBLIC))
            .flatMap(
                method ->
                    Stream.concat(
                            Stream.of(method.getRawReturnType()),
                            method.getRawParameterTypes().stream())
                        .filter(shown -> !allowed(shown))
                        .map(shown -> method.getFullName() + " shows " + shown.getName()))
            .forEach(message -> events.add(SimpleConditionEvent.violated(type, message)));
      }
    };
  }

  private static boolean allowed(JavaClass shown) {
    String name = shown.getBaseComponentType().getName();
    return shown.getBaseComponentType().isPrimitive()
        || name.startsWith("java.")
        || name.startsWith("javax.net.")
        || (name.startsWith("io.elasticinference.") && !name.contains(".internal."));
  }
}
