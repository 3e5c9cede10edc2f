/**
 * Models as they lie in the store: what {@link io.elasticinference.Models} answers.
 *
 * <p>For every program, through {@link io.elasticinference.InferenceClient#models()}. Values only;
 * they are what was seen when they were asked for.
 */
@NullMarked
package io.elasticinference.store;

import org.jspecify.annotations.NullMarked;
