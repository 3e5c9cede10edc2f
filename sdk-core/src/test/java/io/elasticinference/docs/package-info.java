/**
 * The project's pages hold what they promise: their Java compiles, their links lead somewhere, and
 * the README says the same in each language.
 */
@NullMarked
package io.elasticinference.docs;

import org.jspecify.annotations.NullMarked;
