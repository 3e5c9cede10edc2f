/** The service's HTTP interface: what each request means, and how each answer looks. */
@NullMarked
package io.elasticinference.testkit.sls.internal.http;

import org.jspecify.annotations.NullMarked;
