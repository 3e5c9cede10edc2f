package io.elasticinference.load;

import java.time.Instant;

/**
 * Something that happened at a moment, for example a scaling decision; a vertical line in the
 * report.
 *
 * @param time when
 * @param kind what sort of thing, for example {@code scale-out}; marks of one kind look alike
 * @param text what, in a few words
 */
public record TimelineMark(Instant time, String kind, String text) {}
