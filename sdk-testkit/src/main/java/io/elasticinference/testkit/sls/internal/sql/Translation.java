package io.elasticinference.testkit.sls.internal.sql;

import java.util.Set;

/**
 * A statement as H2 is to run it.
 *
 * @param sql H2's statement
 * @param names every name that stands in it, in lower case; those that are columns are read
 * @param allColumns whether it reads every column
 * @param limited whether it says how many rows it wants
 */
record Translation(String sql, Set<String> names, boolean allColumns, boolean limited) {}
