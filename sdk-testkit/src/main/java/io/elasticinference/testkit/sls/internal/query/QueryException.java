package io.elasticinference.testkit.sls.internal.query;

/** A query that cannot be understood, or that the index cannot answer. */
public final class QueryException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /**
   * Says what is wrong with the query.
   *
   * @param message the sentence for the client
   */
  public QueryException(String message) {
    super(message);
  }
}
