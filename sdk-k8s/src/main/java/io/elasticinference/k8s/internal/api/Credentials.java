package io.elasticinference.k8s.internal.api;

import okhttp3.Headers;

/** Says in each request who asks. Safe for use by many threads. */
public interface Credentials {

  /** Nothing but the connection's own certificate, if it has one. */
  Credentials NONE =
      new Credentials() {
        @Override
        public Headers headers() {
          return Headers.of();
        }

        @Override
        public boolean renew() {
          return false;
        }
      };

  /** The headers of the next request. Their values are secret. */
  Headers headers();

  /**
   * Hears that the server does not know who asks.
   *
   * @return whether it is worth asking again, since the credentials may be others now
   */
  boolean renew();
}
