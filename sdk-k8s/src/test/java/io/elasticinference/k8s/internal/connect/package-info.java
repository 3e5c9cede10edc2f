/** Tests of this room. */
@NullMarked
package io.elasticinference.k8s.internal.connect;

import org.jspecify.annotations.NullMarked;
