/**
 * What an application says and hears: the model, the service that it wants, and the service that
 * runs. Nothing here knows Kubernetes or Alibaba Cloud; the ports in {@code
 * io.elasticinference.spi} do.
 */
@NullMarked
package io.elasticinference;

import org.jspecify.annotations.NullMarked;
