package io.elasticinference.testkit.gateway;

import java.time.Instant;
import java.util.Map;

/**
 * One row of the access log.
 *
 * @param time when the request ended
 * @param fields the fields of the log store {@code nginx-ingress}
 */
public record AccessLogRow(Instant time, Map<String, String> fields) {}
