/**
 * Writes a service down as objects, one class a kind of object. Pure: no cluster, no clock, no
 * file.
 */
@NullMarked
package io.elasticinference.k8s.internal.render;

import org.jspecify.annotations.NullMarked;
