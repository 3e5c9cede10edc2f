package io.elasticinference.internal.scaling;

/** Brings what the metrics ask for within windows, policies and bounds. */
interface Normalizer {

  /** Remembers the replicas of the very first sync as its first recommendation. */
  void first(long now, int current);

  /** What to set the replicas to. */
  int normalize(long now, int current, int wanted, Conditions conditions);

  /** Remembers a change of the replicas. */
  void changed(long now, int from, int to);
}
