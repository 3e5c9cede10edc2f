/** One class for each thing that the SDK does, to be read, run and copied. */
@NullMarked
package io.elasticinference.samples;

import org.jspecify.annotations.NullMarked;
