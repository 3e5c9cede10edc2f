package io.elasticinference.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.data.Percentage.withPercentage;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A fleet that never changes is a queue of the textbooks, and has to behave as one. */
class QueueingTheoryTest {

  private static final double SERVICE = 0.1;
  private static final int REQUESTS = 1_500_000;

  private static CapacityReport play(
      int replicas, int concurrency, double utilization, ServiceTime service) {
    double arrivals = replicas * concurrency * utilization / SERVICE;
    Duration duration = Duration.ofSeconds(Math.round(REQUESTS / arrivals));
    return CapacityPlan.builder()
        .trace(TrafficTrace.poisson(arrivals, duration, 2024))
        .capacity(new ReplicaCapacity(concurrency, service))
        .startTime(Duration.ZERO)
        .price(Price.perReplicaHour(1, "EUR"))
        .requestTimeout(Duration.ofDays(1))
        .autoscaler(HpaSettings.averageValue(1).replicas(replicas, replicas))
        .seed(7)
        .build()
        .simulate();
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 0.7", "1, 4, 0.8", "3, 2, 0.8", "10, 2, 0.9"})
  void simulate_agreesWithErlangWhenServiceTimesAreExponential(
      int replicas, int concurrency, double utilization) {
    CapacityReport report =
        play(replicas, concurrency, utilization, ServiceTime.exponential(Duration.ofMillis(100)));
    int servers = replicas * concurrency;
    double arrivals = servers * utilization / SERVICE;

    assertThat(seconds(report.waiting().mean()))
        .isCloseTo(ClosedForms.meanWaitMmc(servers, arrivals, SERVICE), withPercentage(2));
    assertThat(seconds(report.latency().mean()))
        .isCloseTo(
            ClosedForms.meanWaitMmc(servers, arrivals, SERVICE) + SERVICE, withPercentage(2));
    assertThat(seconds(report.waiting().p99()))
        .isCloseTo(ClosedForms.waitMmc(servers, arrivals, SERVICE, 0.99), withPercentage(5));
    assertThat(seconds(report.latency().p99()))
        .isCloseTo(ClosedForms.latencyMmc(servers, arrivals, SERVICE, 0.99), withPercentage(5));
    assertThat((double) report.waited() / report.requests())
        .isCloseTo(ClosedForms.erlangC(servers, arrivals * SERVICE), withPercentage(2));
    assertThat(report.utilization()).isCloseTo(utilization, withPercentage(1));
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 0.7", "1, 3, 0.8", "4, 2, 0.85"})
  void simulate_agreesWithTheoryWhenServiceTimesAreFixed(
      int replicas, int concurrency, double utilization) {
    CapacityReport report =
        play(replicas, concurrency, utilization, ServiceTime.fixed(Duration.ofMillis(100)));
    int servers = replicas * concurrency;
    double arrivals = servers * utilization / SERVICE;
    double wait = ClosedForms.waitMdc(servers, arrivals, SERVICE, 0.99);

    assertThat(seconds(report.waiting().mean()))
        .isCloseTo(ClosedForms.meanWaitMdc(servers, arrivals, SERVICE), withPercentage(2));
    assertThat(seconds(report.waiting().p99())).isCloseTo(wait, withPercentage(5));
    assertThat(seconds(report.latency().p99())).isCloseTo(wait + SERVICE, withPercentage(5));
  }

  @Test
  void closedForms_agreeWithWhatTheTextbooksPrint() {
    // M/M/1 waits with a chance of its utilisation; Erlang C of 2 servers at load 1 is a third.
    assertThat(ClosedForms.erlangC(1, 0.7)).isCloseTo(0.7, within(1e-12));
    assertThat(ClosedForms.erlangC(2, 1)).isCloseTo(1.0 / 3, within(1e-12));
    // M/D/1: half of M/M/1's mean wait (Pollaczek and Khinchine).
    assertThat(ClosedForms.meanWaitMdc(1, 7, 0.1))
        .isCloseTo(0.7 * 0.1 / (2 * (1 - 0.7)), within(1e-8));
    // M/D/1 does not wait at all with a chance of one less its utilisation.
    assertThat(ClosedForms.waitWithinMdc(ClosedForms.statesMdc(1, 0.7), 1, 7, 0.1, 0))
        .isCloseTo(0.3, within(1e-9));
  }
}
