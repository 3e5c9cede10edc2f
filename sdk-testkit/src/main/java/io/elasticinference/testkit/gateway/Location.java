package io.elasticinference.testkit.gateway;

import org.jspecify.annotations.Nullable;

/**
 * Where the requests of one host and path go.
 *
 * @param rule the rule
 * @param canary the canary rule that takes a part of it, or null
 */
record Location(IngressRule rule, @Nullable IngressRule canary) {

  /** Tells whether a canonical path belongs here. */
  boolean matches(String path) {
    String prefix = rule.path();
    return switch (rule.pathType()) {
      case EXACT -> path.equals(prefix);
      case IMPLEMENTATION_SPECIFIC -> path.startsWith(prefix);
      case PREFIX -> {
        String element = prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix;
        yield path.equals(element) || path.startsWith(element + "/");
      }
    };
  }

  boolean isExact() {
    return rule.pathType() == PathType.EXACT;
  }
}
