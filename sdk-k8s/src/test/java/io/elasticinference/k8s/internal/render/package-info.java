/** Tests of this room. */
@NullMarked
package io.elasticinference.k8s.internal.render;

import org.jspecify.annotations.NullMarked;
