/**
 * The analysis language, the part of a query after the bar: SQL over the rows that the search has
 * found, evaluated by an embedded H2.
 *
 * <p>A client's text never reaches H2 as it is. It is parted into tokens and built anew from those
 * that are known: the clauses of a query, a list of functions, quoted names and escaped literals.
 * H2 holds no table, and its user has no right but to ask.
 */
@NullMarked
package io.elasticinference.testkit.sls.internal.sql;

import org.jspecify.annotations.NullMarked;
