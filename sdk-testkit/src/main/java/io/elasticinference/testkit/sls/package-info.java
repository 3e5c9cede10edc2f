/**
 * The Simple Log Service of the local cloud: projects, log stores, writing, searching and
 * analysing, over the service's own protocol.
 *
 * <p>{@link io.elasticinference.testkit.sls.SlsServer} is the door. Clients that take neither port
 * nor IP address (the Java SDK, the metrics adapter) reach it by naming it as their HTTP proxy. The
 * local cloud starts one; a test that needs nothing but logs may start its own.
 */
@NullMarked
package io.elasticinference.testkit.sls;

import org.jspecify.annotations.NullMarked;
