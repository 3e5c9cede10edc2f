package io.elasticinference.k8s.internal.render;

import static io.elasticinference.k8s.internal.render.Body.map;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.elasticinference.Framework;
import io.elasticinference.k8s.internal.api.Resource;
import io.elasticinference.spi.Manifest;
import io.elasticinference.spi.ResolvedService;
import io.elasticinference.spi.ServiceNames;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * TensorFlow Serving's own configuration, a text-format {@code ModelServerConfig}
 * (tensorflow_serving/config/model_server_config.proto): the one way to say which version to serve.
 */
final class ModelConfig {

  /** The file's name in the ConfigMap and in the container. */
  static final String FILE = "models.config";

  private static final int CHECKSUM_BYTES = 16;
  private static final int FIRST_PRINTABLE = 0x20;
  private static final int LAST_PRINTABLE = 0x7e;

  private ModelConfig() {}

  /** Another server than TensorFlow's would not read it. */
  static boolean isNeeded(ResolvedService service) {
    return service.names().framework() == Framework.TENSORFLOW;
  }

  static Manifest configMap(ResolvedService service) {
    ServiceNames names = service.names();
    return new Body(
            Resource.CONFIG_MAP, names.namespace(), names.modelConfig(), Labels.version(names))
        .put("data", map(FILE, text(service)))
        .manifest();
  }

  static String text(ResolvedService service) {
    return text(
        service.spec().model().name(), service.volume().mountPath(), service.modelVersion());
  }

  static String text(String model, String basePath, @Nullable Long version) {
    String policy =
        version == null
            ? "      latest {\n        num_versions: 1\n      }\n"
            : "      specific {\n        versions: " + version + "\n      }\n";
    return "model_config_list {\n"
        + "  config {\n"
        + "    name: "
        + quoted(model)
        + "\n"
        + "    base_path: "
        + quoted(basePath)
        + "\n"
        + "    model_platform: \"tensorflow\"\n"
        + "    model_version_policy {\n"
        + policy
        + "    }\n"
        + "  }\n"
        + "}\n";
  }

  /** Changes with the configuration. */
  static String checksum(ResolvedService service) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text(service).getBytes(UTF_8));
      return HexFormat.of().formatHex(digest, 0, CHECKSUM_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is missing (expected: in every JDK)", e);
    }
  }

  /** A string as protobuf's text format writes it: bytes of UTF-8, the unusual ones in octal. */
  private static String quoted(String value) {
    StringBuilder text = new StringBuilder("\"");
    for (byte signed : value.getBytes(UTF_8)) {
      int octet = signed & 0xff;
      if (octet == '"' || octet == '\\') {
        text.append('\\').append((char) octet);
      } else if (octet < FIRST_PRINTABLE || octet > LAST_PRINTABLE) {
        text.append(String.format("\\%03o", octet));
      } else {
        text.append((char) octet);
      }
    }
    return text.append('"').toString();
  }
}
