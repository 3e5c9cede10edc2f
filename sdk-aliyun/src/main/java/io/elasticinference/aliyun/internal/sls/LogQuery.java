package io.elasticinference.aliyun.internal.sls;

/**
 * A question to a log store.
 *
 * @param project the log project
 * @param logstore the log store
 * @param from the window's begin, seconds since 1970, inclusive
 * @param to the window's end, seconds since 1970, exclusive
 * @param text search and SQL, with a bar between them
 */
record LogQuery(String project, String logstore, long from, long to, String text) {

  LogQuery withText(String changed) {
    return new LogQuery(project, logstore, from, to, changed);
  }
}
