/**
 * The local cloud: a real Kubernetes control plane with everything around it that an inference
 * service needs, on one machine.
 *
 * <p>For this project's tests, and for those of applications that use the SDK: {@link
 * io.elasticinference.testkit.LocalCloud} is the door, and mostly all that a test needs. The
 * packages below it are its parts, for tests of one part alone.
 */
@NullMarked
package io.elasticinference.testkit;

import org.jspecify.annotations.NullMarked;
