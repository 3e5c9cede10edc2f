/**
 * What the load generator costs and how true its answers are, next to others: {@link
 * io.elasticinference.benchmarks.load.LoadBenchmark} is where it begins.
 */
@NullMarked
package io.elasticinference.benchmarks.load;

import org.jspecify.annotations.NullMarked;
