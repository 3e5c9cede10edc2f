package io.elasticinference.aliyun.internal.ack;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.elasticinference.ClusterAccessException;
import io.elasticinference.spi.Environment;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Turns what the Container Service says into what a person can act on. */
final class AckErrors {

  private AckErrors() {}

  /** A refusal or failure that the service answered with; its message is the service's code. */
  static final class Refused extends IOException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final String code;
    private final String requestId;

    Refused(int status, String body) {
      super("HTTP status " + status);
      this.status = status;
      Optional<JsonObject> json = json(body);
      this.code = json.flatMap(error -> field(error, "code")).orElse("");
      this.requestId = json.flatMap(error -> field(error, "requestid")).orElse("");
    }

    int status() {
      return status;
    }

    /**
     * Whether the same call may succeed later. The JDK's client sends a request again by itself
     * where a connection breaks, with the same nonce; a new try has a new one.
     */
    boolean passes() {
      return status >= 500
          || status == 429
          || code.startsWith("Throttling")
          || code.equals("SignatureNonceUsed");
    }
  }

  static ClusterAccessException translate(AckSettings settings, Refused e) {
    String what = "ACK cluster '" + settings.clusterId() + "': ";
    String request = e.requestId.isEmpty() ? "." : ", request " + e.requestId + ".";
    String code = e.code.toLowerCase(Locale.ROOT);
    String observed;
    String hint;
    if (code.contains("invalidaccesskeyid")) {
      observed = "the access key id is not known (expected: one of the cluster's account)";
      hint = "Correct " + Environment.ACCESS_KEY_ID + "; the key may be deleted.";
    } else if (code.contains("signature")) {
      observed =
          "the signature is refused (expected: one made with the secret of this access key id)";
      hint =
          "Correct "
              + Environment.ACCESS_KEY_SECRET
              + ", which does not belong to the access key id.";
    } else if (code.contains("securitytoken")) {
      observed =
          "the security token is refused as expired or wrong (expected: one that is valid now)";
      hint = "Get new temporary credentials, and set " + Environment.SECURITY_TOKEN + " with them.";
    } else if (e.status == 404 || code.contains("notfound")) {
      observed = "there is none at " + settings.endpoint() + " (expected: one of this account)";
      hint = "Correct " + Environment.ACK_CLUSTER_ID + " or " + Environment.REGION_ID + ".";
    } else if (e.status == 401 || e.status == 403) {
      observed = "access is denied (expected: the right to cs:DescribeClusterUserKubeconfig)";
      hint =
          "Allow that action on acs:cs:*:*:cluster/"
              + settings.clusterId()
              + " for this user, or set "
              + Environment.KUBECONFIG
              + ".";
    } else {
      observed =
          "the Container Service answered "
              + (e.code.isEmpty() ? "" : e.code + " ")
              + "with HTTP status "
              + e.status
              + " (expected: a kubeconfig)";
      hint =
          e.passes()
              ? "Try again later, or set " + Environment.KUBECONFIG + "."
              : "Look the code up in the ACK documentation.";
    }
    return new ClusterAccessException(what + observed + request, hint, e.passes(), e);
  }

  static ClusterAccessException unreachable(AckSettings settings, IOException e) {
    return new ClusterAccessException(
        "ACK cluster '"
            + settings.clusterId()
            + "': no answer from "
            + settings.endpoint()
            + ", "
            + e
            + " (expected: the Container Service there).",
        "Check the network, or set " + Environment.KUBECONFIG + ".",
        true,
        e);
  }

  static Optional<JsonObject> json(String body) {
    try {
      JsonElement element = JsonParser.parseString(body);
      return element.isJsonObject() ? Optional.of(element.getAsJsonObject()) : Optional.empty();
    } catch (JsonParseException e) {
      return Optional.empty();
    }
  }

  /** Gateway and service write their fields with different capitals. */
  static Optional<String> field(JsonObject json, String lowerCaseName) {
    for (Map.Entry<String, JsonElement> entry : json.entrySet()) {
      String name = entry.getKey().toLowerCase(Locale.ROOT).replace("_", "");
      if (name.equals(lowerCaseName) && entry.getValue().isJsonPrimitive()) {
        return Optional.of(entry.getValue().getAsString());
      }
    }
    return Optional.empty();
  }
}
