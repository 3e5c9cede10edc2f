/**
 * The arithmetic behind {@code io.elasticinference.scaling}: the autoscaler's own, and that of a
 * queue whose servers come and go. Not for users: it changes without notice.
 */
@NullMarked
package io.elasticinference.internal.scaling;

import org.jspecify.annotations.NullMarked;
