/** Where what the client tells is handed on, and written down in the terms of two libraries. */
@NullMarked
package io.elasticinference.internal.telemetry;

import org.jspecify.annotations.NullMarked;
