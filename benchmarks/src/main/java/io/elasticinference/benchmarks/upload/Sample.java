package io.elasticinference.benchmarks.upload;

/**
 * One upload.
 *
 * @param seconds from the first call of the client to the end of the last
 * @param clientCpu processor seconds of the client's whole process, with its start; what was
 *     uploaded to warm up is left out
 * @param serverCpu processor seconds of the server meanwhile, with what was uploaded to warm up
 * @param peakMib the most memory that the client's process had resident
 */
record Sample(double seconds, double clientCpu, double serverCpu, double peakMib) {}
