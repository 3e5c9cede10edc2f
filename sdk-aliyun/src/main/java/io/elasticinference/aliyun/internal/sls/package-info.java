/**
 * The ingress's access log in SLS, and the metrics adapter that reads it for the autoscaler: the
 * labels that it takes, the query that it sends, and how the SDK asks the same.
 */
@NullMarked
package io.elasticinference.aliyun.internal.sls;

import org.jspecify.annotations.NullMarked;
