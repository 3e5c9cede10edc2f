@NullMarked
package io.elasticinference;

import org.jspecify.annotations.NullMarked;
