package io.elasticinference.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GrpcRequestTest {
  private static final GrpcRequest REQUEST = GrpcRequest.predict("m");

  private static String hex(GrpcRequest request) {
    return HexFormat.of().formatHex(request.messages().findFirst().orElseThrow());
  }

  /**
   * Written out by hand, from the field numbers of the definitions and the rules of the encoding.
   */
  @Test
  void messages_areEncodedPredictRequests() {
    assertThat(hex(REQUEST)).isEqualTo("0a03" + "0a016d");
    assertThat(hex(REQUEST.version(300).signature("s").expectOutput("y")))
        .isEqualTo("0a0b" + "0a016d" + "120308ac02" + "1a0173" + "1a0179");
    assertThat(hex(REQUEST.input("x", Tensor.floats(1.5f, -2).shape(1, 2))))
        .isEqualTo(
            "0a03"
                + "0a016d"
                + "121b"
                + "0a0178"
                + "1216"
                + "0801"
                + "1208"
                + "12020801"
                + "12020802"
                + "2208"
                + "0000c03f"
                + "000000c0");
    assertThat(hex(REQUEST.input("x", Tensor.texts("é", ""))))
        .isEqualTo(
            "0a03"
                + "0a016d"
                + "1213"
                + "0a0178"
                + "120e"
                + "0807"
                + "1204"
                + "12020802"
                + "4202c3a9"
                + "4200");
  }

  @Test
  void messages_areOneASample_andInputsOfAllAreInEach() {
    List<byte[]> messages =
        REQUEST
            .inputs(List.of(Map.of("a", Tensor.ints(1)), Map.of("a", Tensor.ints(2))))
            .input("b", Tensor.booleans(true, false))
            .messages()
            .toList();

    assertThat(messages).hasSize(2);
    assertThat(messages)
        .allSatisfy(
            message ->
                assertThat(new String(message, StandardCharsets.ISO_8859_1))
                    .contains("\n\u0001a", "\n\u0001b", "\"\u0002\u0001\u0000"));
    assertThat(messages.get(0)).isNotEqualTo(messages.get(1));
  }

  @Test
  void tensor_keepsValuesLittleEndianAndCopiesThem() {
    byte[] bytes = {1, 0};
    Tensor raw = Tensor.raw(TensorType.UINT16, bytes);
    bytes[0] = 9;

    assertThat(raw.content()).containsExactly(1, 0);
    assertThat(Tensor.longs(258).content()).containsExactly(2, 1, 0, 0, 0, 0, 0, 0);
    assertThat(Tensor.doubles(1, 2).shape(2, 1, 1).shape()).containsExactly(2, 1, 1);
    assertThat(Tensor.ints(7).shape().length).isEqualTo(1);
    assertThat(Tensor.ints(7).shape(new long[0]).shape()).isEmpty();
    assertThat(Tensor.floats(new float[6]).shape(2, 3)).hasToString("float[2, 3]");
  }

  @Test
  void tensor_refuses_whatDoesNotFit() {
    assertThatThrownBy(() -> Tensor.ints(1, 2).shape(3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("shape: [3] (expected: one of 2 values");
    assertThatThrownBy(() -> Tensor.ints(1).shape(-1, -1))
        .hasMessageContaining("no negative dimension");
    assertThatThrownBy(() -> Tensor.raw(TensorType.INT64, new byte[7]))
        .hasMessageContaining("a multiple of 8");
    assertThatThrownBy(() -> Tensor.raw(TensorType.STRING, new byte[0]))
        .hasMessageContaining("blobs(");
  }

  @Test
  void metadata_refusesKeysOfGrpcItself_andNeverShowsAValue() {
    for (String key : List.of("grpc-timeout", "te", "Upper", "x-bin", "")) {
      assertThatThrownBy(() -> REQUEST.metadata(key, "v"))
          .as(key)
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> REQUEST.metadata("authorization", "se\ncret"))
        .hasMessageContaining("7 characters")
        .message()
        .doesNotContain("cret");
    assertThat(REQUEST.metadata("authorization", "secret").timeout(Duration.ofSeconds(2)))
        .hasToString("gRPC predict m{}, metadata [authorization], timeout PT2S");
  }

  @Test
  void profile_asksForOneProtocolAtATime() {
    LoadProfile grpc = LoadProfile.constant(1).request(LoadRequest.get()).grpc(REQUEST);

    assertThat(LoadProfile.constant(1).protocol()).isEqualTo(LoadProtocol.HTTP);
    assertThat(grpc.protocol()).isEqualTo(LoadProtocol.GRPC);
    assertThat(grpc.request()).isEmpty();
    assertThat(grpc.grpcRequest()).contains(REQUEST);
    LoadProfile http = grpc.allowForeignTarget().request(LoadRequest.get());
    assertThat(http.protocol()).isEqualTo(LoadProtocol.HTTP);
    assertThat(http.grpcRequest()).isEmpty();
    assertThat(http.foreignTargetAllowed()).isTrue();
    assertThat(grpc.then(http).during(Duration.ofSeconds(1)).protocol())
        .isEqualTo(LoadProtocol.GRPC);
  }
}
