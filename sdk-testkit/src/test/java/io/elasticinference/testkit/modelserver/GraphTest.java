package io.elasticinference.testkit.modelserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GraphTest {
  private static final Path MODELS = Path.of("src/test/models");

  @ParameterizedTest
  @ValueSource(strings = {"half_plus_two", "many"})
  void predict_computesWhatTensorFlowComputes_whenTheModelIsKnown(String name) throws IOException {
    SavedModel model = SavedModel.load(MODELS.resolve(name).resolve("1"), name);
    Signature signature = model.signature("serving_default");
    JsonArray cases =
        JsonParser.parseString(Files.readString(MODELS.resolve(name + ".golden.json")))
            .getAsJsonArray();
    assertThat(cases).isNotEmpty();
    for (JsonElement item : cases) {
      JsonObject request = new JsonObject();
      request.add("inputs", item.getAsJsonObject().get("inputs"));
      PredictRequest parsed = PredictRequest.parse(request.toString());
      String answer =
          PredictAnswer.byColumns(model.predict(signature, parsed.inputs(signature.inputs())));
      JsonElement outputs = JsonParser.parseString(answer).getAsJsonObject().get("outputs");
      JsonObject expected = item.getAsJsonObject().getAsJsonObject("outputs");
      assertSame(
          outputs,
          expected.size() == 1 ? expected.entrySet().iterator().next().getValue() : expected);
    }
  }

  @Test
  void load_failsAsAnUnregisteredOperationDoes_whenTheOperationIsUnknown() {
    assertThatThrownBy(() -> SavedModel.load(MODELS.resolve("unknown_op/1"), "/m/1"))
        .isInstanceOf(ServingException.class)
        .hasMessageContaining("Op type not registered 'Erfinv' in binary running on");
  }

  @Test
  void predict_namesTheNode_whenTheShapeDoesNotFit() {
    SavedModel model = SavedModel.load(Path.of("../samples/models/chnsenticorp/1623831335"), "/m");
    Signature signature = model.signature("serving_default");
    PredictRequest request = PredictRequest.parse("{\"instances\": [[1, 2, 3]]}");
    assertThatThrownBy(() -> model.predict(signature, request.inputs(signature.inputs())))
        .hasMessage("Matrix size-incompatible: In[0]: [1,3], In[1]: [8,6]\n\t [[{{node MatMul}}]]");
  }

  /** Compares numbers with the tolerance of single precision, and everything else exactly. */
  static void assertSame(JsonElement actual, JsonElement expected) {
    if (expected.isJsonArray()) {
      assertThat(actual.getAsJsonArray()).hasSize(expected.getAsJsonArray().size());
      for (int i = 0; i < expected.getAsJsonArray().size(); i++) {
        assertSame(actual.getAsJsonArray().get(i), expected.getAsJsonArray().get(i));
      }
    } else if (expected.isJsonObject()) {
      assertThat(actual.getAsJsonObject().keySet()).isEqualTo(expected.getAsJsonObject().keySet());
      expected
          .getAsJsonObject()
          .asMap()
          .forEach((key, value) -> assertSame(actual.getAsJsonObject().get(key), value));
    } else if (expected.getAsString().matches("-?\\d+")
        || expected.getAsJsonPrimitive().isString()) {
      assertThat(actual).isEqualTo(expected);
    } else {
      double value = expected.getAsDouble();
      assertThat(actual.getAsDouble())
          .isCloseTo(value, within(1e-6 * Math.max(1, Math.abs(value))));
    }
  }
}
