/** Tests of this room. */
@NullMarked
package io.elasticinference.k8s.internal.diagnose;

import org.jspecify.annotations.NullMarked;
