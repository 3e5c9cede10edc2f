package io.elasticinference.internal.load;

/** Says one worker when to send. Times are nanoseconds after the start. */
interface Arrivals {
  /** Nothing comes due until a request has ended. */
  long NOT_YET = Long.MAX_VALUE - 1;

  /** Nothing comes due any more. */
  long END = ArrivalSchedule.END;

  /** When the next request is due: now if it is at most {@code now}. */
  long due(long now);

  /** Takes the request that is due and answers its intended send time. */
  long take(long now);

  /** A request that was taken has ended; {@code connected} is false when no connection was made. */
  void ended(long now, boolean connected);
}
