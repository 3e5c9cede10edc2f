/** Tests of this room. */
@NullMarked
package io.elasticinference.k8s.internal.apply;

import org.jspecify.annotations.NullMarked;
