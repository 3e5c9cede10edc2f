package io.elasticinference.k8s.internal.connect;

import io.elasticinference.k8s.internal.api.Credentials;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Supplier;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * All that it takes to speak with a cluster.
 *
 * @param source where it was found, for messages
 * @param server the API server's URL
 * @param authorities who may have signed the server's certificate; null: whom the JDK trusts
 * @param unverified whether the server's certificate is not looked at, as the kubeconfig says
 * @param serverName the name in the server's certificate; null: the URL's host
 * @param identity the client's certificate, asked for at each handshake; gives null for none
 * @param credentials the headers of each request
 * @param proxy the HTTP proxy to go through; null for none
 */
record ClusterAccess(
    String source,
    HttpUrl server,
    @Nullable List<X509Certificate> authorities,
    boolean unverified,
    @Nullable String serverName,
    Supplier<@Nullable ClientIdentity> identity,
    Credentials credentials,
    @Nullable HttpUrl proxy) {

  /** Shows where it was found and where it leads, never who asks. */
  @Override
  public String toString() {
    return server + " (" + source + ")";
  }
}
