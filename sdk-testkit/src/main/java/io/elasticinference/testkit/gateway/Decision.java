package io.elasticinference.testkit.gateway;

import org.jspecify.annotations.Nullable;

/**
 * Where one request goes.
 *
 * @param name the route's name in the access log
 * @param alternativeName the canary's name if it takes the request, else empty
 * @param group the pods, or null when there is none that is ready
 */
record Decision(String name, String alternativeName, @Nullable UpstreamGroup group) {}
