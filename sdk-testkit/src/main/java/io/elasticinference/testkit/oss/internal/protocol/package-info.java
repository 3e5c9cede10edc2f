/** How OSS speaks: requests taken apart, XML, errors; nothing of storage. */
@NullMarked
package io.elasticinference.testkit.oss.internal.protocol;

import org.jspecify.annotations.NullMarked;
