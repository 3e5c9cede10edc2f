/** Reads a route's traffic, once or live, and writes it down as text. Not for users. */
@NullMarked
package io.elasticinference.internal.metrics;

import org.jspecify.annotations.NullMarked;
