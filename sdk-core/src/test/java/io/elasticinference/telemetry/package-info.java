@NullMarked
package io.elasticinference.telemetry;

import org.jspecify.annotations.NullMarked;
