package io.elasticinference.internal.scaling;

/** When requests come, sorted, and how long each keeps a slot busy. Times are nanoseconds. */
public final class Traffic {

  private final long[] arrivals;
  private final long[] services;

  /** Keeps the arrays, which nobody may change. */
  public Traffic(long[] arrivals, long[] services) {
    this.arrivals = arrivals;
    this.services = services;
  }

  /** How many requests there are. */
  public int size() {
    return arrivals.length;
  }

  /** When a request comes. */
  public long arrival(int request) {
    return arrivals[request];
  }

  long service(int request) {
    return services[request];
  }
}
