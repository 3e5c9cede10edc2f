package io.elasticinference.internal.load;

import org.jspecify.annotations.Nullable;

/**
 * Connections in the order of their deadlines, linked through themselves: a request's deadline is
 * its intended time plus a fixed timeout, and requests go out in the order of their intended times,
 * so the list is sorted by adding at its end.
 */
final class DeadlineList {
  private @Nullable Connection first;
  private @Nullable Connection last;
  private int size;

  int size() {
    return size;
  }

  @Nullable Connection first() {
    return first;
  }

  void add(Connection connection) {
    Connection end = last;
    connection.previous = end;
    connection.next = null;
    if (end == null) {
      first = connection;
    } else {
      end.next = connection;
    }
    last = connection;
    size++;
  }

  void remove(Connection connection) {
    Connection before = connection.previous;
    Connection after = connection.next;
    if (before == null) {
      first = after;
    } else {
      before.next = after;
    }
    if (after == null) {
      last = before;
    } else {
      after.previous = before;
    }
    connection.previous = null;
    connection.next = null;
    size--;
  }
}
