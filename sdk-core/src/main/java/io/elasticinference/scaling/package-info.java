/**
 * What an autoscaler will do, before it does it: a simulator of Kubernetes' horizontal pod
 * autoscaler for external metrics, and a capacity planner that plays a traffic trace against it.
 * Nothing here speaks to a cluster.
 */
@NullMarked
package io.elasticinference.scaling;

import org.jspecify.annotations.NullMarked;
