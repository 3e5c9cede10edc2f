/**
 * What happens while a service is deployed and runs, as a stream of events for progress displays.
 *
 * <p>For every program: give a {@link io.elasticinference.event.ServiceListener} to {@link
 * io.elasticinference.InferenceClient.Builder#listener}, or the {@link
 * io.elasticinference.event.ConsoleListener} that is there. The pipeline tells; what listens can
 * neither slow it down for good nor break it.
 */
@NullMarked
package io.elasticinference.event;

import org.jspecify.annotations.NullMarked;
