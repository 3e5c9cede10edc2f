/**
 * A small client of the service, for the parts of the local cloud that are its clients on a real
 * one: the agent that collects the access log, and the metrics adapter.
 */
@NullMarked
package io.elasticinference.testkit.sls.internal.client;

import org.jspecify.annotations.NullMarked;
