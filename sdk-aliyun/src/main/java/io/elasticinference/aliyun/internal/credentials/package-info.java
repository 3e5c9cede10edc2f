/**
 * Who asks: Alibaba Cloud's default chain of credentials, with the SDK's own settings first. Values
 * never leave this room but to sign a request or to fill a cluster's secret.
 */
@NullMarked
package io.elasticinference.aliyun.internal.credentials;

import org.jspecify.annotations.NullMarked;
