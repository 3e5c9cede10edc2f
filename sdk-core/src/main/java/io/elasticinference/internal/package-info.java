/** The pipeline, one class a stage. Not for users: it changes without notice. */
@NullMarked
package io.elasticinference.internal;

import org.jspecify.annotations.NullMarked;
