package io.elasticinference.testkit.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LabelSelectorTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a=b|a:b",
        "a==b|a:b",
        "a = b , c=d|a:b;c:d",
        "a!=b|a:b",
        "a in (x)|a:x",
        "a in (y, x,x)|a:x,y",
        "a notin (z)|a:z",
        "a in (x,)|a:,x",
        "a=|a:",
        "a=,b=c|a:;b:c",
        "a|a",
        "!a|a",
        "a,!b,c in (d)|a;b;c:d",
        "n>1,m<2|n:1;m:2",
        "sls.ingress.route=default-bert-8501,sls.project=k8s-log-c1"
            + "|sls.ingress.route:default-bert-8501;sls.project:k8s-log-c1",
        "app.kubernetes.io/name=x|app.kubernetes.io/name:x",
        "in=in|in:in",
        "in in (notin)|in:notin",
      })
  void parse_readsWhatKubernetesWrites(String text, String expected) {
    assertThat(show(LabelSelector.parse(text))).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t"})
  void parse_hasNoRequirements_whenEmpty(String text) {
    assertThat(LabelSelector.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "=b",
        "a=b=c",
        "a b",
        "a=b,",
        ",a=b",
        "a in x",
        "a in (x",
        "a in ()",
        "a in (x y)",
        "a>x",
        "a>",
        "!a=b",
        "!",
        "-a=b",
        "a=-b",
        "a=b|c",
        "a=b c",
        "a/b/c=d",
        "a=*",
        "A.B/x=1"
      })
  void parse_answersBadRequest_whenMalformed(String text) {
    assertThatThrownBy(() -> LabelSelector.parse(text))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining("unable to parse labelSelector")
        .hasMessageContaining("expected")
        .extracting(e -> ((ApiException) e).code())
        .isEqualTo(400);
  }

  @Test
  void parse_takesValuesOf63Characters_andNoLongerOnes() {
    assertThat(LabelSelector.parse("a=" + "x".repeat(63))).hasSize(1);
    assertThatThrownBy(() -> LabelSelector.parse("a=" + "x".repeat(64)))
        .hasMessageContaining("63 characters");
  }

  /** Whatever text comes, it is read or refused, and never fails otherwise. */
  @Test
  void parse_readsOrRefuses_anyText() {
    Random random = new Random(4);
    String alphabet = "ab1.-_/=!<>(), inot*é";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(14); n > 0; n--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      try {
        LabelSelector.parse(text.toString());
      } catch (ApiException e) {
        assertThat(e.code()).isEqualTo(400);
      }
    }
  }

  private static String show(List<Requirement> requirements) {
    return String.join(
        ";",
        requirements.stream()
            .map(r -> r.key() + (r.values().isEmpty() ? "" : ":" + String.join(",", r.values())))
            .toArray(String[]::new));
  }
}
