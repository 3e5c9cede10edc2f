package io.elasticinference.testkit.gateway;

/** How an Ingress's path is compared. */
public enum PathType {
  /** The whole path. */
  EXACT,
  /** The path's elements: {@code /a} is a prefix of {@code /a/b}, but not of {@code /ab}. */
  PREFIX,
  /** What nginx makes of it: the path's characters, {@code /a} is a prefix of {@code /ab} too. */
  IMPLEMENTATION_SPECIFIC
}
