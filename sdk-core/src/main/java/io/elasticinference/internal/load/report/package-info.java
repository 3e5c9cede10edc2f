/**
 * Writes a {@link io.elasticinference.load.LoadReport} as HTML, JSON, CSV and text. Not for users.
 */
@NullMarked
package io.elasticinference.internal.load.report;

import org.jspecify.annotations.NullMarked;
