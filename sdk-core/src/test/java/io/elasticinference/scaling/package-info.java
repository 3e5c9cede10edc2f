/** Tests of the simulator and the capacity planner. */
@NullMarked
package io.elasticinference.scaling;

import org.jspecify.annotations.NullMarked;
