/** What the traffic of a service looks like, read from the access log that the autoscaler reads. */
@NullMarked
package io.elasticinference.metrics;

import org.jspecify.annotations.NullMarked;
