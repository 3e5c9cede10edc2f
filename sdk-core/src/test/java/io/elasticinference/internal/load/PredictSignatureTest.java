package io.elasticinference.internal.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elasticinference.load.GrpcRequest;
import io.elasticinference.load.LoadRequest;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PredictSignatureTest {
  private static String metadata(String inputs) {
    return "{\"model_spec\": {\"name\": \"m\", \"signature_name\": \"\", \"version\": \"1\"},"
        + "\"metadata\": {\"signature_def\": {\"signature_def\": {\"serving_default\": {\"inputs\": {"
        + inputs
        + "}, \"outputs\": {}, \"method_name\": \"tensorflow/serving/predict\"}}}}}";
  }

  private static String input(String name, String type, int... sizes) {
    StringBuilder dimensions = new StringBuilder();
    for (int size : sizes) {
      dimensions.append(dimensions.isEmpty() ? "" : ",");
      dimensions.append("{\"size\": \"").append(size).append("\", \"name\": \"\"}");
    }
    return "\""
        + name
        + "\": {\"dtype\": \""
        + type
        + "\", \"tensor_shape\": {\"dim\": ["
        + dimensions
        + "], \"unknown_rank\": false}, \"name\": \""
        + name
        + ":0\"}";
  }

  private static List<String> bodies(LoadRequest request) {
    return request.bodies().stream().map(b -> new String(b, StandardCharsets.UTF_8)).toList();
  }

  @Test
  void request_isOneInstance_whenTheFirstDimensionIsTheBatch() {
    PredictSignature signature =
        PredictSignature.of(
            metadata(
                input("ids", "DT_INT64", -1, 3)
                    + ", "
                    + input("x", "DT_FLOAT", -1, 2, 1)
                    + ", "
                    + input("text", "DT_STRING", -1)
                    + ", "
                    + input("flag", "DT_BOOL", -1, -1)));
    LoadRequest request = signature.request(20);

    assertThat(bodies(request))
        .hasSize(20)
        .allMatch(
            body ->
                body.matches(
                    "\\{\"instances\": \\[\\{\"ids\": \\[[01], [01], [01]], "
                        + "\"x\": \\[\\[0\\.\\d+], \\[0\\.\\d+]], \"text\": \"text \\d+\", "
                        + "\"flag\": \\[(true|false)]}]}"));
    assertThat(bodies(request)).isEqualTo(bodies(signature.request(20))).doesNotHaveDuplicates();
    assertThat(request.expectation().jsonField()).isEqualTo(Optional.of("predictions[0]"));
  }

  @Test
  void request_isTheWholeInputs_whenThereIsNoBatch() {
    LoadRequest request =
        PredictSignature.of(metadata(input("a", "DT_FLOAT", 2) + "," + input("b", "DT_INT32")))
            .request(1);

    assertThat(bodies(request).get(0))
        .matches("\\{\"inputs\": \\{\"a\": \\[0\\.\\d+, 0\\.\\d+], \"b\": [01]}}");
    assertThat(request.expectation().jsonField()).isEqualTo(Optional.of("outputs"));
  }

  @Test
  void of_saysWhatIsWrong_withTheMetadata() {
    assertThatThrownBy(() -> PredictSignature.of("<html>"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("JSON: wrong at character 0 (expected: a value)");
    assertThatThrownBy(() -> PredictSignature.of("{}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("serving_default");
    PredictSignature odd = PredictSignature.of(metadata(input("v", "DT_VARIANT", -1)));
    assertThatThrownBy(() -> odd.request(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("input v: DT_VARIANT (expected: numbers, booleans or texts)");
  }

  @Test
  void read_knowsAllOfJson() {
    assertThat(JsonTree.read(" {\"a\\u0041\\n\": [1, -2.5e3, true, false, null, {}, []]} "))
        .isEqualTo(
            Map.of(
                "aA\n",
                java.util.Arrays.asList(1.0, -2500.0, true, false, null, Map.of(), List.of())));
    for (String wrong :
        new String[] {
          "",
          "{",
          "[1,]",
          "{\"a\"}",
          "{\"a\":}",
          "{a:1}",
          "\"\\x\"",
          "\"\\u12g4\"",
          "01",
          "1.",
          "tru",
          "[1] 2",
          "\"a\nb\"",
          "[".repeat(200)
        }) {
      assertThatThrownBy(() -> JsonTree.read(wrong))
          .as(wrong)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("JSON: wrong at character ");
    }
  }

  @Test
  void grpcRequest_hasTensorsOfTheSignaturesTypesAndShapes() {
    GrpcRequest request =
        PredictSignature.of(
                metadata(
                    input("ids", "DT_INT64", -1, 3)
                        + ", "
                        + input("half", "DT_HALF", 2)
                        + ", "
                        + input("text", "DT_STRING", -1)
                        + ", "
                        + input("one", "DT_BFLOAT16")))
            .grpcRequest("m", 3);

    assertThat(request.model()).isEqualTo("m");
    assertThat(request.samples()).hasSize(3);
    assertThat(request.samples().get(0).toString())
        .isEqualTo("{ids=int64[1, 3], half=half[2], text=string[1], one=bfloat16[]}");
    assertThat(request.samples().get(0))
        .hasEntrySatisfying("ids", ids -> assertThat(ids.content()).hasSize(24).containsOnly(0, 1));
    assertThat(request.messages().map(HexFormat.of()::formatHex).distinct()).hasSize(3);
  }

  @Test
  void grpcRequest_saysWhichInputItCannotMake() {
    assertThatThrownBy(
            () -> PredictSignature.of(metadata(input("c", "DT_COMPLEX64", -1))).grpcRequest("m", 1))
        .hasMessageContaining("input c: DT_COMPLEX64 (expected: numbers, booleans or texts)");
  }
}
