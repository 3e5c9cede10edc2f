/**
 * Finds the cluster and proves who asks: kubeconfigs, certificates, keys and tokens. The official
 * client reads the kubeconfig and runs its credential plugins; certificates and keys are read by
 * the JDK's own classes, since the official client loads BouncyCastle for them, which costs more
 * CPU than the rest of a deploy.
 */
@NullMarked
package io.elasticinference.k8s.internal.connect;

import org.jspecify.annotations.NullMarked;
