package io.elasticinference.testkit.sls.internal.sql;

import java.util.List;

/**
 * What a statement answers.
 *
 * @param labels the columns' names
 * @param types the columns' types, as the service calls them
 * @param rows the values as text, {@code null} written out as the service does
 */
public record SqlResult(List<String> labels, List<String> types, List<List<String>> rows) {}
