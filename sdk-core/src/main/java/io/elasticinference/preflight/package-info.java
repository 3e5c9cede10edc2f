/** What a look at cluster, store and log before a deployment finds, and how to put it right. */
@NullMarked
package io.elasticinference.preflight;

import org.jspecify.annotations.NullMarked;
