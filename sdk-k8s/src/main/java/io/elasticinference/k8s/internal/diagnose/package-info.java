/**
 * Judges what was seen: what a service's status is, what keeps it from being ready, and whether
 * that can heal.
 */
@NullMarked
package io.elasticinference.k8s.internal.diagnose;

import org.jspecify.annotations.NullMarked;
