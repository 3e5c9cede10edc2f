/** Tests of this room. */
@NullMarked
package io.elasticinference.k8s.internal.watch;

import org.jspecify.annotations.NullMarked;
