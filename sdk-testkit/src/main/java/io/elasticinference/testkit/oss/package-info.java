/**
 * The local OSS: a server of the Object Storage Service's protocol with its objects on disk.
 *
 * <p>{@link io.elasticinference.testkit.oss.OssServer} is the way in. What it answers follows the
 * OSS API reference and what the SDKs of several languages expect; its judges are those SDKs.
 */
@NullMarked
package io.elasticinference.testkit.oss;

import org.jspecify.annotations.NullMarked;
