package io.elasticinference.internal.load;

/** Requests come due by schedule, whatever becomes of them. */
final class OpenArrivals implements Arrivals {
  private final ArrivalSchedule schedule;
  private long next;

  OpenArrivals(ArrivalSchedule schedule) {
    this.schedule = schedule;
    this.next = schedule.next();
  }

  @Override
  public long due(long now) {
    return next;
  }

  @Override
  public long take(long now) {
    long time = next;
    next = schedule.next();
    return time;
  }

  @Override
  public void ended(long now, boolean connected) {
    // The schedule does not care.
  }
}
