package io.elasticinference.testkit.sls.internal.store;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * One project.
 *
 * @param name its name
 * @param description what its maker said of it
 * @param createdAt seconds since the epoch
 * @param logstores its log stores by name, sorted; may be changed
 */
public record Project(
    String name, String description, long createdAt, Map<String, Logstore> logstores) {

  /**
   * Makes an empty project.
   *
   * @param name its name
   * @param description what its maker says of it
   * @param createdAt seconds since the epoch
   */
  public Project(String name, String description, long createdAt) {
    this(name, description, createdAt, new ConcurrentSkipListMap<>());
  }
}
