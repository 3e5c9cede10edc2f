/**
 * What a look at cluster, store and log before a deployment finds, and how to put it right.
 *
 * <p>For every program, through {@link io.elasticinference.InferenceBuilder#preflight()}, which
 * writes nothing. Values only.
 */
@NullMarked
package io.elasticinference.preflight;

import org.jspecify.annotations.NullMarked;
