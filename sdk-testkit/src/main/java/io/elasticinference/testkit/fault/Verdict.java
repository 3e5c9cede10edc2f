package io.elasticinference.testkit.fault;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What all matching faults together do to one request: a delay, then at most one more effect. */
record Verdict(Duration delay, @Nullable Effect effect) {}
