package io.elasticinference.scaling;

/** What queueing theory says about queues that never change. Times are seconds. */
final class ClosedForms {

  private static final int STATES = 2000;

  private ClosedForms() {}

  /** The chance to wait in M/M/c (Erlang's C formula), by the recursion of his B formula. */
  static double erlangC(int servers, double load) {
    double blocking = 1;
    for (int i = 1; i <= servers; i++) {
      blocking = load * blocking / (i + load * blocking);
    }
    double utilization = load / servers;
    return blocking / (1 - utilization * (1 - blocking));
  }

  /** The mean wait in M/M/c. */
  static double meanWaitMmc(int servers, double arrivals, double service) {
    double load = arrivals * service;
    return erlangC(servers, load) * service / (servers - load);
  }

  /** The wait that a share of all requests in M/M/c stays within; waits are exponential. */
  static double waitMmc(int servers, double arrivals, double service, double share) {
    double load = arrivals * service;
    double waiting = erlangC(servers, load);
    return Math.max(0, Math.log(waiting / (1 - share))) * service / (servers - load);
  }

  /** The chance that a request in M/M/c takes longer than a time, waiting included. */
  static double tailMmc(int servers, double arrivals, double service, double time) {
    double rate = 1 / service;
    double waiting = erlangC(servers, arrivals * service);
    double drain = servers * rate - arrivals;
    // The service alone, or the sum of an exponential wait and an exponential service.
    double alone = Math.exp(-rate * time);
    double both =
        (drain * Math.exp(-rate * time) - rate * Math.exp(-drain * time)) / (drain - rate);
    return (1 - waiting) * alone + waiting * both;
  }

  /** The latency that a share of all requests in M/M/c stays within. */
  static double latencyMmc(int servers, double arrivals, double service, double share) {
    double low = 0;
    double high = 1000 * service;
    for (int i = 0; i < 200; i++) {
      double middle = (low + high) / 2;
      if (tailMmc(servers, arrivals, service, middle) > 1 - share) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }

  /**
   * The chances of 0, 1, 2, … requests being in M/D/c. Whoever is in service leaves within one
   * service time, so that the number after it is what waited before plus what came meanwhile: a
   * Markov chain, iterated until it stands still (Crommelin, 1932).
   */
  static double[] statesMdc(int servers, double load) {
    double[] came = new double[STATES];
    came[0] = Math.exp(-load);
    for (int i = 1; i < STATES; i++) {
      came[i] = came[i - 1] * load / i;
    }
    int most = 0;
    while (most < STATES - 1 && (most < load || came[most] > 1e-18)) {
      most++;
    }
    double[] states = new double[STATES];
    states[0] = 1;
    double change = 1;
    while (change > 1e-13) {
      double[] after = new double[STATES];
      for (int i = 0; i < STATES; i++) {
        int left = Math.max(0, i - servers);
        for (int j = 0; states[i] > 0 && j <= most && left + j < STATES; j++) {
          after[left + j] += states[i] * came[j];
        }
      }
      change = 0;
      for (int i = 0; i < STATES; i++) {
        change += Math.abs(after[i] - states[i]);
      }
      states = after;
    }
    return states;
  }

  /** The mean wait in M/D/c, by Little's law from the mean number of those that wait. */
  static double meanWaitMdc(int servers, double arrivals, double service) {
    double[] states = statesMdc(servers, arrivals * service);
    double queue = 0;
    for (int i = servers + 1; i < STATES; i++) {
      queue += (i - servers) * states[i];
    }
    return queue / arrivals;
  }

  /** The chance of a wait of at most a time in M/D/c (Franx, 2001: all terms are positive). */
  static double waitWithinMdc(
      double[] states, int servers, double arrivals, double service, double time) {
    int k = (int) Math.floor(time / service) + 1;
    double left = arrivals * (k * service - time);
    double[] queued = new double[k * servers];
    double sum = 0;
    for (int i = 0; i <= servers; i++) {
      sum += states[i];
    }
    for (int i = 0; i < queued.length; i++) {
      queued[i] = sum;
      sum += servers + 1 + i < STATES ? states[servers + 1 + i] : 0;
    }
    double term = Math.exp(-left);
    double within = 0;
    for (int j = 0; j < queued.length; j++) {
      within += queued[queued.length - 1 - j] * term;
      term *= left / (j + 1);
    }
    return within;
  }

  /** The wait that a share of all requests in M/D/c stays within. */
  static double waitMdc(int servers, double arrivals, double service, double share) {
    double[] states = statesMdc(servers, arrivals * service);
    double low = 0;
    double high = 100 * service;
    for (int i = 0; i < 100; i++) {
      double middle = (low + high) / 2;
      if (waitWithinMdc(states, servers, arrivals, service, middle) < share) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }
}
