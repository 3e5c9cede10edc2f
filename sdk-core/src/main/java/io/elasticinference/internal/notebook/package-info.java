/**
 * What notebooks' kernels find by themselves. Nothing here is loaded outside of a notebook: the
 * kernel's interfaces are an optional dependency, which the kernel itself provides.
 */
@NullMarked
package io.elasticinference.internal.notebook;

import org.jspecify.annotations.NullMarked;
