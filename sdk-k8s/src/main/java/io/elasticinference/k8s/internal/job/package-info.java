/** Runs one program in many pods: makes the Indexed Job, reads its pods' logs, and cleans up. */
@NullMarked
package io.elasticinference.k8s.internal.job;

import org.jspecify.annotations.NullMarked;
