@NullMarked
package io.elasticinference.spi;

import org.jspecify.annotations.NullMarked;
