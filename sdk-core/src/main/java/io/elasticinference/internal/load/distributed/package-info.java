/**
 * One load from many pods: what a pod is told, what it runs, what it tells, and how that becomes
 * one result. Not for users.
 */
@NullMarked
package io.elasticinference.internal.load.distributed;

import org.jspecify.annotations.NullMarked;
