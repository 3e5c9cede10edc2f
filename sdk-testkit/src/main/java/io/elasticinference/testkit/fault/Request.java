package io.elasticinference.testkit.fault;

/**
 * What a fault rule sees of a request.
 *
 * @param method the HTTP method in upper case, for example {@code PUT}
 * @param path the path as sent by the client, still percent-encoded, without the query
 * @param query the query string without the question mark, empty if there is none
 * @param host the {@code Host} header as sent, empty if there is none
 */
public record Request(String method, String path, String query, String host) {}
