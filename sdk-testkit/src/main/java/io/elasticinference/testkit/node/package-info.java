/**
 * Nodes and their kubelets, played: the virtual node that stands for Elastic Container Instance,
 * and ECS nodes.
 *
 * <p>A pod that is bound to one of them is really created, mounts its volumes, runs its model
 * server, is probed and drained, and its fate is written back as kubelets do. What a container does
 * lies in {@link io.elasticinference.testkit.modelserver}; how to reach the API server in {@link
 * io.elasticinference.testkit.controlplane}. {@link io.elasticinference.testkit.LocalCloud} calls
 * it; a test sets it up by {@link io.elasticinference.testkit.LocalCloudOptions}.
 */
@NullMarked
package io.elasticinference.testkit.node;

import org.jspecify.annotations.NullMarked;
