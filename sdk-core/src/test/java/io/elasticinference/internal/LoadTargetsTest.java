package io.elasticinference.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elasticinference.ElasticInferenceException;
import io.elasticinference.Endpoint;
import io.elasticinference.Framework;
import io.elasticinference.load.LoadProfile;
import io.elasticinference.load.LoadTarget;
import io.elasticinference.spi.Environment;
import io.elasticinference.spi.ServiceNames;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoadTargetsTest {
  private static final LoadProfile PROFILE = LoadProfile.constant(1);
  private static final ServiceNames NAMES =
      new ServiceNames("shop", "bert", "v1", Framework.TENSORFLOW);
  private static final LoadTargets TARGETS =
      new LoadTargets(
          NAMES,
          () ->
              Optional.of(
                  new Endpoint("test.example.com", "10.0.0.7:80", "/v1/models/chnsenticorp")),
          Environment.of(Map.of(Environment.GRPC_ADDRESS, "127.0.0.1:18500")));

  private static LoadTarget target(String url, String host) {
    LoadTarget target = LoadTarget.of(URI.create(url));
    return host == null ? target : target.hostHeader(host);
  }

  @ParameterizedTest
  @CsvSource({
    "http://10.0.0.7/v1/models/x:predict, test.example.com",
    "http://10.0.0.7:80/, TEST.example.com:80",
    "http://test.example.com/,",
    "https://test.example.com/,",
    "http://bert-v1-tensorflow-serving.shop.svc:8500/,",
    "http://bert-v1-tensorflow-serving.shop.svc.cluster.local:8501/,",
    "http://bert-v1-tensorflow-serving.shop:8501/,",
    "http://127.0.0.1:18500/,",
  })
  void check_allowsTheServicesOwn(String url, String host) {
    assertThatCode(() -> TARGETS.check(target(url, host), PROFILE)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "http://10.0.0.7/, other.example.com",
    "http://10.0.0.7/,",
    "http://10.0.0.7:8080/, test.example.com",
    "http://10.0.0.8/, test.example.com",
    "http://test.example.com:8443/,",
    "http://www.test.example.com/,",
    "http://bert-v1-tensorflow-serving.other.svc:8500/,",
    "http://bert-v1-tensorflow-serving.shop.svc:9000/,",
    "http://127.0.0.1:18501/,",
  })
  void check_refusesAnyOther_unlessAllowed(String url, String host) {
    LoadTarget other = target(url, host);

    assertThatThrownBy(() -> TARGETS.check(other, PROFILE))
        .isInstanceOf(ElasticInferenceException.class)
        .hasMessageContaining("not an address of service 'bert'")
        .hasMessageContaining("http://test.example.com/v1/models/chnsenticorp:predict at 10.0.0.7")
        .hasMessageContaining("127.0.0.1:18500")
        .hasMessageContaining("allowForeignTarget()");
    assertThatCode(() -> TARGETS.check(other, PROFILE.allowForeignTarget()))
        .doesNotThrowAnyException();
  }

  @Test
  void grpc_isWhatTheEnvironmentSays() {
    assertThat(TARGETS.grpc())
        .hasToString("http://127.0.0.1:18500/tensorflow.serving.PredictionService/Predict");
  }

  @Test
  void grpc_saysHowToReachIt_whenNotWithinTheCluster() {
    LoadTargets outside = new LoadTargets(NAMES, Optional::empty, Environment.of(Map.of()));

    assertThatThrownBy(outside::grpc)
        .isInstanceOf(ElasticInferenceException.class)
        .hasMessageContaining("bert-v1-tensorflow-serving.shop.svc has no address here")
        .hasMessageContaining(
            "kubectl port-forward --namespace shop service/bert-v1-tensorflow-serving 8500:8500")
        .hasMessageContaining("GRPC_ADDRESS=127.0.0.1:8500");
  }
}
