/**
 * What is known of elastic container instances: their GPU types, and what a pod carries to run on
 * them. The one room that changes when Alibaba Cloud adds a GPU family.
 */
@NullMarked
package io.elasticinference.aliyun.internal.eci;

import org.jspecify.annotations.NullMarked;
