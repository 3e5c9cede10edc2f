package io.elasticinference.testkit.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryLabelsTest {

  private static final String STORE = "sls.project=k8s-log-c1,sls.logstore=nginx-ingress";

  private static QueryLabels of(String selector) {
    return QueryLabels.of(LabelSelector.parse(selector), new QueryDefaults(5, 1));
  }

  @Test
  void of_takesDefaults_whenOnlyTheStoreIsNamed() {
    assertThat(of(STORE))
        .isEqualTo(new QueryLabels("k8s-log-c1", "nginx-ingress", "*", 5, 1, 5, true));
  }

  @Test
  void of_readsEveryLabel() {
    assertThat(
            of(
                STORE
                    + ",sls.ingress.route=sticky-default-bert-8501,sls.query.interval=30"
                    + ",sls.query.delay=20,sls.query.max_retry=2,sls.internal.endpoint=false,x=y"))
        .isEqualTo(
            new QueryLabels(
                "k8s-log-c1", "nginx-ingress", "sticky-default-bert-8501", 30, 20, 2, false));
  }

  @Test
  void of_raisesTheInterval_whenALabelSetsItTooShort() {
    assertThat(of(STORE + ",sls.query.interval=5").intervalSeconds()).isEqualTo(15);
    assertThat(of(STORE + ",sls.query.interval=16").intervalSeconds()).isEqualTo(16);
  }

  @Test
  void of_takesTheDefaultRetries_whenTheLabelIsLessThanOne() {
    assertThat(of(STORE + ",sls.query.max_retry=0").maxRetry()).isEqualTo(5);
  }

  @Test
  void of_asksInside_whenTheEndpointLabelIsAnythingButFalse() {
    assertThat(of(STORE + ",sls.internal.endpoint=no").internal()).isTrue();
    assertThat(of(STORE + ",sls.internal.endpoint=False").internal()).isTrue();
  }

  @Test
  void of_takesTheFirstValue_andPassesOverRequirementsWithoutOne() {
    assertThat(of(STORE + ",sls.ingress.route in (b,a)").route()).isEqualTo("a");
    assertThat(of(STORE + ",sls.query.delay,!sls.ingress.route").delaySeconds()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sls.logstore=x|sls.project is missing",
        "sls.project=k8s-log-c1|sls.logstore is missing",
        "sls.project=k8s-log-c1,sls.logstore=|sls.logstore is missing",
        "sls.project=a_b,sls.logstore=x|sls.project: a_b",
        "sls.project=abc,sls.logstore=x,sls.query.interval=1m|sls.query.interval: 1m",
        "sls.project=abc,sls.logstore=x,sls.query.delay=|sls.query.delay: ",
        "sls.project=abc,sls.logstore=x,sls.query.max_retry=a|sls.query.max_retry: a",
      })
  void of_answersBadRequest_whenALabelIsMissingOrWrong(String selector, String message) {
    assertThatThrownBy(() -> of(selector))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining(message)
        .extracting(e -> ((ApiException) e).code())
        .isEqualTo(400);
  }
}
