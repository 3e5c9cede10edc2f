/**
 * HTML by the SDK: escaped text, the one style, whole pages, and fragments that show themselves in
 * a notebook's cell without touching what is around them.
 */
@NullMarked
package io.elasticinference.internal.html;

import org.jspecify.annotations.NullMarked;
