/**
 * What an upload costs: the same files to the same local OSS by this SDK, by others, and as a raw
 * copy, each in a process of its own. {@link io.elasticinference.benchmarks.upload.UploadBenchmark}
 * is where it begins.
 */
@NullMarked
package io.elasticinference.benchmarks.upload;

import org.jspecify.annotations.NullMarked;
