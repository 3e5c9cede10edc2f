/**
 * Faults on demand for every server of the local cloud: latency, resets, 429, 5xx and truncated
 * answers.
 *
 * <p>A server part owns one {@link io.elasticinference.testkit.fault.Faults} and wraps its handler
 * into a {@link io.elasticinference.testkit.fault.FaultHandler}; a test then says what goes wrong,
 * how often and for which requests. Nothing here knows a protocol above HTTP. For every test,
 * through the {@code faults()} of {@link io.elasticinference.testkit.LocalCloud}'s parts.
 */
@NullMarked
package io.elasticinference.testkit.fault;

import org.jspecify.annotations.NullMarked;
