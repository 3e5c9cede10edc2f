/** The inside of the local log service. Not for users. */
@NullMarked
package io.elasticinference.testkit.sls.internal;

import org.jspecify.annotations.NullMarked;
