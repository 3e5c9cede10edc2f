/**
 * The engine behind {@link io.elasticinference.load.LoadTest}: arrival schedules, selector threads
 * with their connections, the HTTP/1.1 reply parser, and the per-second books. Not for users.
 */
@NullMarked
package io.elasticinference.internal.load;

import org.jspecify.annotations.NullMarked;
