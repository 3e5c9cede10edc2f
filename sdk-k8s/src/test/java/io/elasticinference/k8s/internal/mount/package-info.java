/** Tests of this room. */
@NullMarked
package io.elasticinference.k8s.internal.mount;

import org.jspecify.annotations.NullMarked;
