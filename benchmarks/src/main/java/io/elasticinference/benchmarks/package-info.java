/**
 * Side-by-side measurements on the local cloud; what they printed stands in docs/performance.md.
 */
@NullMarked
package io.elasticinference.benchmarks;

import org.jspecify.annotations.NullMarked;
