package com.example.serving;

import io.elasticinference.AwaitTimeoutException;
import io.elasticinference.ClusterAccessException;
import io.elasticinference.ConflictException;
import io.elasticinference.ElasticInferenceException;
import io.elasticinference.InvalidSpecException;
import io.elasticinference.ModelUploadException;
import io.elasticinference.Violation;
import java.util.concurrent.CompletionException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** The SDK's exceptions as {@code application/problem+json} (RFC 9457), with what to do. */
@RestControllerAdvice
class Problems {

  @ExceptionHandler
  ProblemDetail handle(ElasticInferenceException failure) {
    return describe(failure);
  }

  static ProblemDetail describe(Throwable failure) {
    if (failure instanceof CompletionException && failure.getCause() != null) {
      return describe(failure.getCause());
    }
    if (!(failure instanceof ElasticInferenceException known)) {
      return ProblemDetail.forStatus(HttpStatus.INTERNAL_SERVER_ERROR);
    }
    ProblemDetail problem = ProblemDetail.forStatusAndDetail(status(known), known.getMessage());
    problem.setProperty("hint", known.hint());
    problem.setProperty("retryable", known.retryable());
    if (known instanceof InvalidSpecException invalid) {
      problem.setProperty(
          "violations", invalid.violations().stream().map(Violation::toString).toList());
    }
    return problem;
  }

  private static HttpStatus status(ElasticInferenceException failure) {
    if (failure instanceof InvalidSpecException) {
      return HttpStatus.UNPROCESSABLE_CONTENT;
    } else if (failure instanceof ConflictException) {
      return HttpStatus.CONFLICT;
    } else if (failure instanceof AwaitTimeoutException) {
      return HttpStatus.GATEWAY_TIMEOUT;
    } else if (failure instanceof ClusterAccessException
        || failure instanceof ModelUploadException) {
      return HttpStatus.BAD_GATEWAY;
    }
    return failure.retryable() ? HttpStatus.SERVICE_UNAVAILABLE : HttpStatus.INTERNAL_SERVER_ERROR;
  }
}
