package io.elasticinference.testkit.gateway;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The ready pods of one Service port, taken in turn. Thread-safe. */
final class UpstreamGroup {

  private final List<Upstream> ready;
  private final AtomicInteger turn = new AtomicInteger();

  UpstreamGroup(List<Upstream> ready) {
    this.ready = List.copyOf(ready);
  }

  List<Upstream> ready() {
    return ready;
  }

  Upstream next() {
    return ready.get(Math.floorMod(turn.getAndIncrement(), ready.size()));
  }
}
