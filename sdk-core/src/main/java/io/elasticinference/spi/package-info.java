/**
 * The ports: what the pipeline needs of a cluster, a model store, an elastic placement and a source
 * of traffic metrics, in neutral terms. Implementations are found by {@link
 * java.util.ServiceLoader}; one that is set on the client wins.
 */
@NullMarked
package io.elasticinference.spi;

import org.jspecify.annotations.NullMarked;
