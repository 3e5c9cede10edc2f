package io.elasticinference.internal.load;

/** What the status line and the headers of a reply say; changed in place, to allocate nothing. */
final class HeadFacts {
  int minor;
  int status;
  boolean chunked;
  boolean close;
  boolean keepAlive;

  /** -1 when none is given. */
  long contentLength;

  void clear() {
    minor = 0;
    status = 0;
    chunked = false;
    close = false;
    keepAlive = false;
    contentLength = -1;
  }

  void set(HeadFacts other) {
    minor = other.minor;
    status = other.status;
    chunked = other.chunked;
    close = other.close;
    keepAlive = other.keepAlive;
    contentLength = other.contentLength;
  }
}
