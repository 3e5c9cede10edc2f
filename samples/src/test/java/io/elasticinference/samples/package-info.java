/** That the samples are short, and do what they say. */
@NullMarked
package io.elasticinference.samples;

import org.jspecify.annotations.NullMarked;
