package io.elasticinference.k8s.internal.render;

import io.elasticinference.Exposure;
import io.elasticinference.InferenceSpec;
import io.elasticinference.Violation;
import io.elasticinference.spi.ServiceNames;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What Kubernetes allows as names (k8s.io/apimachinery, pkg/util/validation). A Service's name is
 * the strictest: at most 63 characters, beginning with a letter (RFC 1035).
 */
final class NameRules {

  private static final int LABEL_LENGTH = 63;
  private static final int SUBDOMAIN_LENGTH = 253;
  private static final Pattern DNS_1035 = Pattern.compile("[a-z]([-a-z0-9]*[a-z0-9])?");
  private static final Pattern DNS_1123 = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
  private static final Pattern SUBDOMAIN =
      Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
  private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9._~-]+)*|/");

  private static final String WORD = "lower-case letters, digits and '-', ";
  private static final String HOST_NAME =
      "a host name: lower-case letters, digits, '-' and '.', at most 253";

  private final List<Violation> violations = new ArrayList<>();

  private NameRules() {}

  static List<Violation> check(InferenceSpec spec, ServiceNames names) {
    NameRules rules = new NameRules();
    rules.names(names);
    if (!spec.image().isEmpty() && spec.image().chars().anyMatch(NameRules::isBlankOrControl)) {
      rules.add("image", spec.image(), "an image's name without spaces");
    }
    spec.exposure().ifPresent(rules::exposure);
    spec.exposure().ifPresent(rules::canary);
    return List.copyOf(rules.violations);
  }

  private void names(ServiceNames names) {
    boolean fits = true;
    if (!DNS_1035.matcher(names.name()).matches()) {
      add("name", names.name(), WORD + "beginning with a letter, not ending with '-'");
      fits = false;
    }
    if (!DNS_1123.matcher(names.version()).matches()) {
      add("version", names.version(), WORD + "a letter or digit at both ends");
      fits = false;
    }
    if (fits && names.workload().length() > LABEL_LENGTH) {
      int tooLong = names.workload().length() - LABEL_LENGTH;
      add(
          "name",
          names.name(),
          tooLong
              + " characters fewer in name and version, since "
              + names.workload()
              + " has at most "
              + LABEL_LENGTH);
    }
    if (!DNS_1123.matcher(names.namespace()).matches()
        || names.namespace().length() > LABEL_LENGTH) {
      add(
          "namespace",
          names.namespace(),
          "at most " + LABEL_LENGTH + " " + WORD + "a letter or digit at both ends");
    }
  }

  private void exposure(Exposure exposure) {
    if (!subdomain(exposure.host())) {
      add("ingress.host", exposure.host(), HOST_NAME);
    }
    if (!subdomain(exposure.ingressClass())) {
      add("ingress.class", exposure.ingressClass(), "the name of an IngressClass, like nginx");
    }
    if (exposure.path().startsWith("/") && !PATH.matcher(exposure.path()).matches()) {
      add("ingress.path", exposure.path(), "/, or words behind / without regular expressions");
    } else if (IngressObject.needsRewrite(exposure) && !IngressObject.isNginx(exposure)) {
      add(
          "ingress.path",
          exposure.path(),
          "/ for class "
              + exposure.ingressClass()
              + ", since only nginx is told here to take a prefix off");
    }
  }

  private void canary(Exposure exposure) {
    if (exposure.canary().isPresent() && !IngressObject.isNginx(exposure)) {
      add("ingress.canary", "with class " + exposure.ingressClass(), "class nginx");
    }
  }

  private static boolean subdomain(String name) {
    return name.length() <= SUBDOMAIN_LENGTH && SUBDOMAIN.matcher(name).matches();
  }

  private static boolean isBlankOrControl(int character) {
    return Character.isWhitespace(character) || Character.isISOControl(character);
  }

  private void add(String name, String value, String expected) {
    violations.add(new Violation(name, value.isEmpty() ? "(empty)" : value, expected));
  }
}
