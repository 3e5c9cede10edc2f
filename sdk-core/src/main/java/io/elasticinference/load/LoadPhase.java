package io.elasticinference.load;

import java.time.Duration;

/**
 * One stretch of a {@link LoadProfile}: how much load, for how long. Arguments out of range are
 * refused with an IllegalArgumentException.
 */
public sealed interface LoadPhase
    permits ConstantPhase,
        RampPhase,
        StepsPhase,
        SpikePhase,
        SinePhase,
        ReplayPhase,
        ConnectionsPhase {
  /** The longest that one phase may last. */
  Duration LONGEST = Duration.ofDays(7);

  /**
   * How long the phase lasts.
   *
   * @return above zero
   */
  Duration duration();

  /**
   * The same phase, stretched or cut to another length.
   *
   * @param duration above zero, at most {@link #LONGEST}
   * @return a new phase
   */
  LoadPhase lasting(Duration duration);

  /**
   * The same phase played faster: it takes less time by this factor, and asks for the same requests
   * at rates higher by it.
   *
   * @param factor above 0; 10 plays an hour in six minutes, 0.5 in two hours
   * @return a new phase
   */
  LoadPhase faster(double factor);

  /**
   * The same phase with every rate multiplied; it takes the same time.
   *
   * @param factor above 0
   * @return a new phase
   */
  LoadPhase times(double factor);

  /**
   * The highest rate that the phase asks for.
   *
   * @return requests per second; infinite for a closed loop, whose rate the server decides
   */
  double peakRate();

  /**
   * How many requests the phase asks for.
   *
   * @return the number on average; infinite for a closed loop
   */
  double expectedRequests();
}
