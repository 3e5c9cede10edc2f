/** Tests of the arithmetic behind the simulator and the planner. */
@NullMarked
package io.elasticinference.internal.scaling;

import org.jspecify.annotations.NullMarked;
