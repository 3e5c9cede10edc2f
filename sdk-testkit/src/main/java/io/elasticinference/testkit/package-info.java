/**
 * The local cloud: a real Kubernetes control plane with everything around it that an inference
 * service needs, on one machine. For this project's tests, and for those of applications that use
 * the SDK.
 */
@NullMarked
package io.elasticinference.testkit;

import org.jspecify.annotations.NullMarked;
