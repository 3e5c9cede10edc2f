/** Looks at a cluster before a deployment: one class a subject, each look a request or a few. */
@NullMarked
package io.elasticinference.k8s.internal.preflight;

import org.jspecify.annotations.NullMarked;
