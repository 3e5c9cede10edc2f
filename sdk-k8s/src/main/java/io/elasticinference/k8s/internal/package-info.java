/** The cluster port: one class that hands each call to the room that knows how. */
@NullMarked
package io.elasticinference.k8s.internal;

import org.jspecify.annotations.NullMarked;
