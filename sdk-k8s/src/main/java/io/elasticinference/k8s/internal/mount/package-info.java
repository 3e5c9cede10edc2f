/** Who in the cluster mounts a volume, and what of it they read. */
@NullMarked
package io.elasticinference.k8s.internal.mount;

import org.jspecify.annotations.NullMarked;
