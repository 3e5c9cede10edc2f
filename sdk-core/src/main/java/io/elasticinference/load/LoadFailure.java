package io.elasticinference.load;

/**
 * Failures of one kind, counted.
 *
 * @param kind what went wrong
 * @param count how often
 * @param example what was seen the first time, for example {@code status 503}
 */
public record LoadFailure(FailureKind kind, long count, String example) {}
