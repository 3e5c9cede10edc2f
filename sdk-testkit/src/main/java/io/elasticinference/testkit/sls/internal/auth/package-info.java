/** Who is asking: the service's signatures, version 1 and 4, computed and checked. */
@NullMarked
package io.elasticinference.testkit.sls.internal.auth;

import org.jspecify.annotations.NullMarked;
