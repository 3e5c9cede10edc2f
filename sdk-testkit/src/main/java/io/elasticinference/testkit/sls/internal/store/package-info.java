/** Where the logs lie: projects, their log stores, and the rows by the second they belong to. */
@NullMarked
package io.elasticinference.testkit.sls.internal.store;

import org.jspecify.annotations.NullMarked;
