@NullMarked
package io.elasticinference.internal.telemetry;

import org.jspecify.annotations.NullMarked;
