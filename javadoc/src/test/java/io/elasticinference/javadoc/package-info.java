/** Tests of the Javadoc site: that its snippets compile, its links lead somewhere, and it reads. */
@NullMarked
package io.elasticinference.javadoc;

import org.jspecify.annotations.NullMarked;
