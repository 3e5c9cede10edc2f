/**
 * The model server of a played pod: TensorFlow Serving's command line, its way of finding versions
 * on disk and its REST API, with a small interpreter in the place of TensorFlow.
 *
 * <p>It evaluates frozen graphs of common operations for real; what it does not know fails as an
 * unregistered operation does. Nothing here knows Kubernetes. {@link
 * io.elasticinference.testkit.node} starts it for each container; a test of a client may start a
 * {@link io.elasticinference.testkit.modelserver.ModelServer} by itself.
 */
@NullMarked
package io.elasticinference.testkit.modelserver;

import org.jspecify.annotations.NullMarked;
