/** The whole tutorial on one machine: {@code bin/quickstart} runs it. */
@NullMarked
package io.elasticinference.samples.quickstart;

import org.jspecify.annotations.NullMarked;
