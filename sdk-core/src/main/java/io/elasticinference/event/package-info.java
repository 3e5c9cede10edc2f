/**
 * What happens while a service is deployed and runs, as a stream of events for progress displays.
 */
@NullMarked
package io.elasticinference.event;

import org.jspecify.annotations.NullMarked;
