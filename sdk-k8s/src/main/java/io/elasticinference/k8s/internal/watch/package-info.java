/** Keeps what the cluster has at hand, by one watch a kind and namespace, and tells listeners. */
@NullMarked
package io.elasticinference.k8s.internal.watch;

import org.jspecify.annotations.NullMarked;
