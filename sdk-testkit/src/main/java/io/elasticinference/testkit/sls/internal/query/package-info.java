/**
 * The search language, the part of a query before the bar: its parser, and the matcher that a log
 * store's index makes of it.
 */
@NullMarked
package io.elasticinference.testkit.sls.internal.query;

import org.jspecify.annotations.NullMarked;
