@NullMarked
package io.elasticinference.event;

import org.jspecify.annotations.NullMarked;
