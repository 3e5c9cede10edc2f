@NullMarked
package io.elasticinference.internal.metrics;

import org.jspecify.annotations.NullMarked;
