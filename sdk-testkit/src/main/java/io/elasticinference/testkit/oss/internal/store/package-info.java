/** What lies on disk: buckets, objects, multipart uploads and their blobs; nothing of HTTP. */
@NullMarked
package io.elasticinference.testkit.oss.internal.store;

import org.jspecify.annotations.NullMarked;
