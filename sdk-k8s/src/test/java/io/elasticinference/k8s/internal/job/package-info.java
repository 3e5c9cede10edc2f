/** Tests of jobs: their objects to the letter, and what they do with an API server's answers. */
@NullMarked
package io.elasticinference.k8s.internal.job;

import org.jspecify.annotations.NullMarked;
