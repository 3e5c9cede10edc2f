/**
 * What the site's pages are made with, beside the JDK's own doclet: {@code {@diagram name}}. Called
 * by the javadoc tool alone.
 */
@NullMarked
package io.elasticinference.javadoc;

import org.jspecify.annotations.NullMarked;
