/** Who may: signatures of version 1 and 4, in headers and in URLs, verified as OSS does. */
@NullMarked
package io.elasticinference.testkit.oss.internal.auth;

import org.jspecify.annotations.NullMarked;
