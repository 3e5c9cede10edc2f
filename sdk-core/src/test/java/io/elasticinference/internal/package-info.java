@NullMarked
package io.elasticinference.internal;

import org.jspecify.annotations.NullMarked;
