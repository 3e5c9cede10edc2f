/** A logging backend for tests, which keeps lines with their MDC. */
@NullMarked
package io.elasticinference.logs;

import org.jspecify.annotations.NullMarked;
