/**
 * Models in OSS: where they lie, how they get there whole, how they are found, and how a cluster
 * mounts them.
 */
@NullMarked
package io.elasticinference.aliyun.internal.oss;

import org.jspecify.annotations.NullMarked;
