/**
 * The local cloud's Kubernetes: builds the real control plane from its Go sources, runs it, and
 * talks to its API server with a small JSON client of its own, so that nothing played here shares
 * code with the client under test.
 *
 * <p>It knows no played part. {@link io.elasticinference.testkit.LocalCloud} calls it; a test that
 * wants a control plane and nothing around it may, by {@link
 * io.elasticinference.testkit.controlplane.ControlPlane}.
 */
@NullMarked
package io.elasticinference.testkit.controlplane;

import org.jspecify.annotations.NullMarked;
