package io.elasticinference.k8s.internal.preflight;

import io.elasticinference.ConflictException;
import io.elasticinference.Exposure;
import io.elasticinference.InvalidSpecException;
import io.elasticinference.k8s.internal.api.ApiFailure;
import io.elasticinference.k8s.internal.api.Resource;
import io.elasticinference.k8s.internal.api.Tree;
import io.elasticinference.k8s.internal.apply.CanaryCheck;
import io.elasticinference.preflight.Finding;
import io.elasticinference.spi.PreflightSubject;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether there is a controller for the ingress, an address at which it answers, and, for a canary,
 * another version to share it with.
 */
final class IngressChecks {

  static final String CANARY = "Canary's main version";

  private final Looks looks;
  private final PreflightSubject subject;
  private final Exposure exposure;

  IngressChecks(Looks looks, PreflightSubject subject, Exposure exposure) {
    this.looks = looks;
    this.subject = subject;
    this.exposure = exposure;
  }

  String classObject() {
    return "Ingress class " + exposure.ingressClass();
  }

  List<Finding> ingressClass() {
    Map<String, Object> found = looks.get(Resource.INGRESS_CLASS, null, exposure.ingressClass());
    if (found == null) {
      List<String> others =
          looks.list(Resource.INGRESS_CLASS, null, "").stream().map(Tree::name).toList();
      return List.of(
          Finding.error(
              classObject(),
              "there is none of that name, but " + others,
              "one, with a controller that serves it",
              "Install the ingress controller, or name another class in ingress(..)."));
    }
    return List.of(
        Finding.ok(classObject(), "served by " + Tree.text(found, "spec", "controller")));
  }

  String addressObject() {
    return "Ingress address";
  }

  List<Finding> address() {
    if (subject.ingressAddress() != null) {
      return List.of(
          Finding.ok(addressObject(), subject.ingressAddress() + ", as the settings say"));
    }
    Optional<String> address =
        ingresses().stream()
            .filter(
                ingress ->
                    Tree.text(ingress, "spec", "ingressClassName").equals(exposure.ingressClass()))
            .flatMap(ingress -> Tree.maps(ingress, "status", "loadBalancer", "ingress").stream())
            .map(at -> Tree.textIfAny(at, "ip").orElseGet(() -> Tree.text(at, "hostname")))
            .findFirst();
    return List.of(
        address
            .map(at -> Finding.ok(addressObject(), at))
            .orElseGet(
                () ->
                    Finding.warning(
                        addressObject(),
                        "no ingress of class " + exposure.ingressClass() + " has one yet",
                        "the address of the controller's load balancer",
                        "Nothing, if this is the first ingress; else look whether the controller's"
                            + " Service has an external address.")));
  }

  List<Finding> canary(CanaryCheck check) {
    try {
      check.check(subject.names(), exposure);
    } catch (InvalidSpecException e) {
      return e.violations().stream()
          .map(
              violation ->
                  Finding.error(
                      CANARY, violation.value(), violation.expected(), "Deploy that one first."))
          .toList();
    } catch (ConflictException e) {
      return List.of(
          Finding.error(
              CANARY,
              "ingress " + subject.names().canaryIngress() + " is somebody else's",
              "that name to be free",
              e.hint()));
    }
    return List.of(Finding.ok(CANARY, "there, behind " + exposure.host()));
  }

  private List<Map<String, Object>> ingresses() {
    try {
      return looks.list(Resource.INGRESS, null, "");
    } catch (ApiFailure failure) {
      if (!failure.refused()) {
        throw failure;
      }
      return looks.list(Resource.INGRESS, subject.names().namespace(), "");
    }
  }
}
