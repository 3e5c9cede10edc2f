/**
 * Writes objects to the cluster, compares them with it, deletes them and reads them back; knows
 * what is ours.
 */
@NullMarked
package io.elasticinference.k8s.internal.apply;

import org.jspecify.annotations.NullMarked;
