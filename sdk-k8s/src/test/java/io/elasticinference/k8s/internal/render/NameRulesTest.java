package io.elasticinference.k8s.internal.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.elasticinference.Exposure;
import io.elasticinference.Framework;
import io.elasticinference.Violation;
import io.elasticinference.spi.ServiceNames;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NameRulesTest {

  private static List<Violation> check(String namespace, String name, String version) {
    ServiceNames names = new ServiceNames(namespace, name, version, Framework.TENSORFLOW);
    return NameRules.check(Services.spec(names, null, null), names);
  }

  private static List<Violation> check(Exposure exposure) {
    ServiceNames names = new ServiceNames("default", "bert", "v1", Framework.TENSORFLOW);
    return NameRules.check(Services.spec(names, null, exposure), names);
  }

  @ParameterizedTest
  @CsvSource({"default, bert, v1", "team-1, b, 1623831335", "1, a-b-c, 1"})
  void check_findsNothing_whenNamesFit(String namespace, String name, String version) {
    assertThat(check(namespace, name, version)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Bert", "1bert", "bert_1", "bert-", "-bert", "bert.a", "bért", "b c"})
  void check_namesTheName_whenItIsNoDnsLabel(String name) {
    assertThat(check("default", name, "v1"))
        .singleElement()
        .satisfies(violation -> assertThat(violation.name()).isEqualTo("name"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "V1", "v1.2", "v_1", "v1-", "1\n"})
  void check_namesTheVersion_whenItIsNoDnsLabel(String version) {
    assertThat(check("default", "bert", version))
        .singleElement()
        .satisfies(violation -> assertThat(violation.name()).isEqualTo("version"));
  }

  @Test
  void check_saysHowMuchIsTooMuch_whenTheWorkloadsNameIsTooLong() {
    String longest = "b".repeat(63 - "-v1-tensorflow-serving".length());
    assertThat(check("default", longest, "v1")).isEmpty();
    assertThat(check("default", longest + "b", "v1"))
        .singleElement()
        .satisfies(violation -> assertThat(violation.expected()).startsWith("1 characters fewer"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Default", "a.b", "team_a", "a/b"})
  void check_namesTheNamespace_whenItIsNone(String namespace) {
    assertThat(check(namespace, "bert", "v1")).extracting(Violation::name).contains("namespace");
  }

  @Test
  void check_tellsAllAtOnce_whenAllIsWrong() {
    ServiceNames names = new ServiceNames("A", "B", "C", Framework.TENSORFLOW);
    assertThat(NameRules.check(Services.spec(names, null, new Exposure("_", "/ ", "N")), names))
        .extracting(Violation::name)
        .containsExactly(
            "name", "version", "namespace", "ingress.host", "ingress.class", "ingress.path");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "*.example.com", "exa_mple.com", "Example.com", "a..b", "a.com/x"})
  void check_namesTheHost_whenNoRequestCouldCarryIt(String host) {
    assertThat(check(Exposure.host(host)))
        .extracting(Violation::name)
        .containsExactly("ingress.host");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/bert", "/models/bert.v1", "/a_b~c-d"})
  void check_findsNothing_whenThePathIsPlain(String path) {
    assertThat(check(new Exposure("a.com", path, "nginx"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a b", "/(.*)", "/a//b", "/a/", "/a\"", "/a;b", "/\n"})
  void check_namesThePath_whenItWouldBeReadAsAnExpression(String path) {
    assertThat(check(new Exposure("a.com", path, "nginx")))
        .extracting(Violation::name)
        .containsExactly("ingress.path");
  }

  @Test
  void check_namesThePath_whenTheControllerIsNotToldToTakeItOff() {
    assertThat(check(new Exposure("a.com", "/bert", "alb")))
        .extracting(Violation::name)
        .containsExactly("ingress.path");
    assertThat(check(new Exposure("a.com", "/", "alb"))).isEmpty();
  }

  @Test
  void check_namesTheCanary_whenItsControllerKnowsNone() {
    assertThat(check(new Exposure("a.com", "/", "alb").canary(10)))
        .extracting(Violation::name)
        .containsExactly("ingress.canary");
    assertThat(check(Exposure.host("a.com").canary(10))).isEmpty();
  }
}
