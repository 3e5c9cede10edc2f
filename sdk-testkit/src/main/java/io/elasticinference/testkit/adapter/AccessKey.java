package io.elasticinference.testkit.adapter;

import java.util.Objects;

/** An access key, which never shows its secret. */
record AccessKey(String id, String secret) {

  AccessKey {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(secret, "secret");
  }

  @Override
  public String toString() {
    return "AccessKey[" + id + "]";
  }
}
