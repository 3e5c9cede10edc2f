/** Tests of the looks at a cluster. */
@NullMarked
package io.elasticinference.k8s.internal.preflight;

import org.jspecify.annotations.NullMarked;
