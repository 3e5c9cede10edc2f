/** The whole SDK on the whole local cloud, one user's wish a class, judged by the real kubectl. */
@NullMarked
package io.elasticinference.it;

import org.jspecify.annotations.NullMarked;
