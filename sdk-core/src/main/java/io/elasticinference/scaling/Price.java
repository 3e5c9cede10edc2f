package io.elasticinference.scaling;

import static io.elasticinference.internal.scaling.Checks.check;

/**
 * What a replica costs. There is no default: prices differ by region, instance and contract.
 *
 * @param perReplicaHour for one replica, one hour, at least 0
 * @param currency what it is counted in, such as {@code CNY}
 */
public record Price(double perReplicaHour, String currency) {

  /**
   * Checks the price.
   *
   * @throws IllegalArgumentException where it is negative or no number
   */
  public Price {
    check(perReplicaHour >= 0 && perReplicaHour < 1e12, "perReplicaHour", perReplicaHour, ">= 0");
  }

  /**
   * A price for one replica, one hour.
   *
   * @param amount at least 0
   * @param currency what it is counted in, such as {@code CNY}
   * @return the price
   * @throws IllegalArgumentException where the amount is negative or no number
   */
  public static Price perReplicaHour(double amount, String currency) {
    return new Price(amount, currency);
  }
}
