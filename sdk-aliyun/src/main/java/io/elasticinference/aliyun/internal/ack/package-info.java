/**
 * Access to an ACK cluster: a temporary kubeconfig, asked of the Container Service API by the one
 * call that this SDK makes there, signed by its own small hand.
 */
@NullMarked
package io.elasticinference.aliyun.internal.ack;

import org.jspecify.annotations.NullMarked;
