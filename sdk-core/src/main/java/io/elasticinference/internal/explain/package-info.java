/**
 * Says why a service has the replicas that it has: gathers facts, judges them without asking
 * anybody, and writes the judgement down. Not for users.
 */
@NullMarked
package io.elasticinference.internal.explain;

import org.jspecify.annotations.NullMarked;
