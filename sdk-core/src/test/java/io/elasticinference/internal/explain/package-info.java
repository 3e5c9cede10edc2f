@NullMarked
package io.elasticinference.internal.explain;

import org.jspecify.annotations.NullMarked;
