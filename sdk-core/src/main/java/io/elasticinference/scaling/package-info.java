/**
 * What an autoscaler will do, before it does it: a simulator of Kubernetes' horizontal pod
 * autoscaler for external metrics, and a capacity planner that plays a traffic trace against it.
 *
 * <p>For every program: {@link io.elasticinference.scaling.CapacityPlan} to choose a target, {@link
 * io.elasticinference.scaling.HpaSimulator} for the arithmetic alone. {@link
 * io.elasticinference.scaling.ScalingRules} and {@link io.elasticinference.scaling.Slo} are also
 * what a real service is deployed and measured with. Nothing here speaks to a cluster; what a real
 * service decides, and why, is {@link io.elasticinference.ServiceAutoscaling}.
 */
@NullMarked
package io.elasticinference.scaling;

import org.jspecify.annotations.NullMarked;
