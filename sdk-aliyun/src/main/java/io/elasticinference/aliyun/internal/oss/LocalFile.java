package io.elasticinference.aliyun.internal.oss;

import java.nio.file.Path;

/**
 * A file of a model on this machine.
 *
 * @param path where it is
 * @param name its name below the version's folder, with slashes
 * @param size its bytes
 */
record LocalFile(Path path, String name, long size) {}
