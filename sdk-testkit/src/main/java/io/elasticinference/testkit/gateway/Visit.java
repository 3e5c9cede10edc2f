package io.elasticinference.testkit.gateway;

import io.undertow.util.AttachmentKey;
import java.util.ArrayList;
import java.util.List;

/**
 * What happens to one request on its way through the gateway. Confined to the request's I/O thread.
 */
final class Visit {

  static final AttachmentKey<Visit> KEY = AttachmentKey.create(Visit.class);

  private final long began = System.nanoTime();
  private final List<Attempt> attempts = new ArrayList<>(1);
  private final String requestId;
  private String route = "";
  private String alternative = "";
  private long bodyBytes;

  Visit(String requestId) {
    this.requestId = requestId;
  }

  /** One try to have a pod answer. */
  static final class Attempt {
    private final Upstream upstream;
    private final long began = System.nanoTime();
    private long ended;
    private int status;

    private Attempt(Upstream upstream) {
      this.upstream = upstream;
    }

    /** Notes how it ended; the first note stands. Answers whether this was the first. */
    boolean end(int withStatus) {
      if (ended != 0) {
        return false;
      }
      ended = System.nanoTime();
      status = withStatus;
      return true;
    }

    Upstream upstream() {
      return upstream;
    }

    /** The status: what the pod answered, else what the gateway makes of its silence. */
    int status() {
      return status;
    }

    double seconds() {
      return ((ended == 0 ? System.nanoTime() : ended) - began) / 1e9;
    }
  }

  Attempt attempt(Upstream upstream) {
    Attempt attempt = new Attempt(upstream);
    attempts.add(attempt);
    return attempt;
  }

  void route(String name, String alternativeName) {
    route = name;
    alternative = alternativeName;
  }

  void countBody(long bytes) {
    bodyBytes += bytes;
  }

  List<Attempt> attempts() {
    return attempts;
  }

  String requestId() {
    return requestId;
  }

  String route() {
    return route;
  }

  String alternative() {
    return alternative;
  }

  long bodyBytes() {
    return bodyBytes;
  }

  double seconds() {
    return (System.nanoTime() - began) / 1e9;
  }
}
