package io.elasticinference.testkit.oss.internal.api;

import io.elasticinference.testkit.oss.internal.protocol.Xml;

/** The one account that owns everything on a local server. */
final class Owner {

  private static final String ID = "1000000000000000";

  private Owner() {}

  static Xml write(Xml xml) {
    return xml.open("Owner").element("ID", ID).element("DisplayName", ID).close();
  }
}
