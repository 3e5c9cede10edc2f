/** What OSS does: one class a group of operations, and the handler that leads to them. */
@NullMarked
package io.elasticinference.testkit.oss.internal.api;

import org.jspecify.annotations.NullMarked;
