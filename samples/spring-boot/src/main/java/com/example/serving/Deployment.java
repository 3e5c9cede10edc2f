package com.example.serving;

import org.jspecify.annotations.Nullable;
import org.springframework.http.ProblemDetail;

/**
 * How a deployment is going.
 *
 * @param name the service
 * @param state how far it is
 * @param status the service in one line
 * @param problem why it failed
 */
record Deployment(String name, State state, String status, @Nullable ProblemDetail problem) {

  enum State {
    /** The model is uploaded, the objects are made, or the first replica starts. */
    DEPLOYING,
    /** It answers. */
    READY,
    /** It is there and does not answer now. */
    NOT_READY,
    /** It was given up. */
    FAILED
  }
}
