/** Tests of this room. */
@NullMarked
package io.elasticinference.k8s.internal.api;

import org.jspecify.annotations.NullMarked;
