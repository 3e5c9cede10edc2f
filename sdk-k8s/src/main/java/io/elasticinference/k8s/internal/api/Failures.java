package io.elasticinference.k8s.internal.api;

import io.elasticinference.ClusterAccessException;
import io.elasticinference.ConflictException;
import io.elasticinference.ElasticInferenceException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;

/** Says in the user's words what the API server or the network refused, and what to do. */
public final class Failures {

  private static final Pattern NAMESPACE_GONE =
      Pattern.compile("namespaces \"([^\"]*)\" not found");
  private static final Pattern MANAGER = Pattern.compile("conflict with \"([^\"]*)\"");
  private static final Pattern REFUSED_VERB = Pattern.compile("cannot (\\w+) resource");
  private static final String QUOTA = "exceeded quota";

  private final String server;

  public Failures(String server) {
    this.server = server;
  }

  /** Runs a piece of work; what the API server refuses in it is said in the user's words. */
  public <T> T explained(Supplier<T> work) {
    try {
      return work.get();
    } catch (ApiFailure failure) {
      throw explain(failure, "");
    }
  }

  /**
   * Makes the exception that users see.
   *
   * @param aftermath what has been done before; empty where nothing has
   */
  public ElasticInferenceException explain(ApiFailure failure, String aftermath) {
    String after = aftermath.isEmpty() ? "" : " " + aftermath;
    if (failure.code() == ApiFailure.NO_ANSWER) {
      return unreachable(failure, after);
    }
    return switch (failure.code()) {
      case 401 ->
          access(
              failure,
              server + ": does not know who asks (expected: valid credentials)." + after,
              "Get the kubeconfig or token again; temporary ones expire.");
      case 403 -> forbidden(failure, after);
      case 404 -> missing(failure, after);
      case 409 -> conflict(failure, after);
      case 400, 413, 415, 422 -> invalid(failure, after);
      default ->
          new ClusterAccessException(
              failure.request()
                  + ": "
                  + server
                  + " answered "
                  + failure.code()
                  + ", "
                  + failure.getMessage()
                  + " (expected: success; tried several times)."
                  + after,
              "Try again later; if it stays, ask it how it is: kubectl get --raw '/readyz?verbose'.",
              true,
              failure);
    };
  }

  private ElasticInferenceException unreachable(ApiFailure failure, String after) {
    boolean tls = failure.getCause() instanceof SSLException;
    return new ClusterAccessException(
        failure.request()
            + ": "
            + server
            + (tls ? " is not trusted, " : " does not answer, ")
            + failure.getMessage()
            + (tls
                ? " (expected: a certificate that the kubeconfig's authority signed)."
                : " (expected: an API server there).")
            + after,
        tls
            ? "Get the kubeconfig again from where the cluster was made, and check that no proxy"
                + " answers in its place."
            : "Check the server in the kubeconfig, the network, and that a VPN is on where one is needed.",
        true,
        failure);
  }

  private ElasticInferenceException forbidden(ApiFailure failure, String after) {
    ApiRequest request = failure.request();
    String said = failure.getMessage();
    if (said != null && said.contains(QUOTA)) {
      return access(
          failure,
          request + ": " + said + " (expected: room in the namespace's quota)." + after,
          "Raise the ResourceQuota (kubectl describe resourcequota), or delete what is not needed.");
    }
    if (failure.causes().stream()
        .anyMatch(cause -> Tree.text(cause, "reason").equals("NamespaceTerminating"))) {
      return new ClusterAccessException(
          request + ": the namespace is being deleted (expected: a living one)." + after,
          "Wait until it is gone and create it again, or deploy to another one.",
          true,
          failure);
    }
    Matcher verb = REFUSED_VERB.matcher(String.valueOf(said));
    return access(
        failure,
        request
            + (said != null && said.contains("forbidden") ? ": " : ": forbidden, ")
            + said
            + " (expected: the right to it)."
            + after,
        grant(request, verb.find() ? verb.group(1) : request.verb()));
  }

  /** A server-side apply needs the right to patch, and where it makes the object, to create. */
  private static String grant(ApiRequest request, String verb) {
    Resource resource = request.resource();
    if (resource == null) {
      return "Grant the verb "
          + verb
          + " on "
          + request.path()
          + " by a ClusterRole; docs/rbac.yaml has all that the SDK needs.";
    }
    return "Grant it by a "
        + (request.namespace() == null ? "ClusterRole" : "Role")
        + ": apiGroups: [\""
        + resource.group()
        + "\"], resources: ["
        + resource.plural()
        + request.subresource()
        + "], verbs: ["
        + (request.verb().equals("patch") ? "create, patch" : verb)
        + "]; docs/rbac.yaml has all that the SDK needs.";
  }

  private ElasticInferenceException missing(ApiFailure failure, String after) {
    Matcher namespace = NAMESPACE_GONE.matcher(String.valueOf(failure.getMessage()));
    if (namespace.find()) {
      return access(
          failure,
          "Namespace "
              + namespace.group(1)
              + ": not found in "
              + server
              + " (expected: there)."
              + after,
          "Create it: kubectl create namespace " + namespace.group(1) + ".");
    }
    return access(
        failure,
        failure.request() + ": " + failure.getMessage() + " (expected: there)." + after,
        "Check that the cluster is the right one and serves "
            + (failure.request().resource() == null
                ? failure.request().path()
                : failure.request().resource().apiVersion())
            + ".");
  }

  private ElasticInferenceException conflict(ApiFailure failure, String after) {
    List<Map<String, Object>> conflicts = failure.fieldConflicts();
    if (conflicts.isEmpty()) {
      return new ConflictException(
          failure.request() + ": " + failure.getMessage() + " (expected: no other writer)." + after,
          "Try again; if it stays, look who else writes it: kubectl get -o yaml"
              + " --show-managed-fields.",
          true,
          failure);
    }
    String fields =
        conflicts.stream().map(Failures::owner).distinct().collect(Collectors.joining(", "));
    return new ConflictException(
        failure.request()
            + ": owned by somebody else: "
            + fields
            + " (expected: free, or made by "
            + ApiRequest.FIELD_MANAGER
            + ")."
            + after,
        "Choose another name, or let the owner give it up.",
        false,
        failure);
  }

  private static String owner(Map<String, Object> cause) {
    Matcher manager = MANAGER.matcher(Tree.text(cause, "message"));
    String field = Tree.text(cause, "field");
    return (field.startsWith(".") ? field.substring(1) : field)
        + " by "
        + (manager.find() ? manager.group(1) : Tree.text(cause, "message"));
  }

  private ElasticInferenceException invalid(ApiFailure failure, String after) {
    String faults =
        failure.causes().stream()
            .map(cause -> "\n  - " + Tree.text(cause, "field") + ": " + sentence(failure, cause))
            .collect(Collectors.joining());
    boolean fixed =
        String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT).contains("immutable");
    return new ElasticInferenceException(
        failure.request()
            + ": the API server refuses it"
            + (faults.isEmpty() ? ", " + failure.getMessage() : ":" + faults + "\n ")
            + " (expected: accepted)."
            + after,
        fixed
            ? "That cannot change on an object that exists: delete the service first, or deploy"
                + " under another name."
            : "Correct what it names.",
        false,
        failure);
  }

  /** The first line: differences of whole objects may follow. Of a secret no value is repeated. */
  private static String sentence(ApiFailure failure, Map<String, Object> cause) {
    String message = Tree.text(cause, "message");
    int end = message.indexOf('\n');
    String line = end < 0 ? message : message.substring(0, end);
    int value = line.indexOf(": ");
    return failure.request().resource() == Resource.SECRET && value > 0
        ? line.substring(0, value)
        : line;
  }

  private static ClusterAccessException access(ApiFailure failure, String observed, String hint) {
    return new ClusterAccessException(observed, hint, false, failure);
  }
}
