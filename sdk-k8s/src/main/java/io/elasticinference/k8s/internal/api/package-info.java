/**
 * Speaks with the API server: plain maps over the HTTP client that the official Kubernetes client
 * brings. Its typed models are left out on purpose: as apply bodies they claim fields that nobody
 * set, on reading they drop managedFields and fail on fields that newer servers add, and loading
 * them costs half a second.
 */
@NullMarked
package io.elasticinference.k8s.internal.api;

import org.jspecify.annotations.NullMarked;
