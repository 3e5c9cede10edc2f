package io.elasticinference.aliyun.internal.sls;

import com.aliyun.openservices.log.Client;
import com.aliyun.openservices.log.common.auth.CredentialsProvider;
import com.aliyun.openservices.log.common.auth.DefaultCredentials;
import com.aliyun.openservices.log.http.client.ClientConfiguration;
import com.aliyun.openservices.log.http.signer.SignVersion;
import io.elasticinference.aliyun.internal.credentials.Credentials;
import io.elasticinference.aliyun.internal.credentials.CredentialsChain;
import io.elasticinference.spi.Secret;

/** Makes SLS clients: signature v4, TLS verified, retries left to this SDK. */
final class SlsClients {

  private static final int CONNECT_MILLIS = 10_000;

  /** SLS itself gives an analysis up after about as long. */
  private static final int ANSWER_MILLIS = 60_000;

  /** Written into log lines that are put; this SDK puts none. */
  private static final String SOURCE = "127.0.0.1";

  private SlsClients() {}

  /** Makes a client; whoever asked for it shuts it down. */
  static Client make(SlsEndpoint endpoint, CredentialsChain credentials) {
    ClientConfiguration configuration = new ClientConfiguration();
    configuration.setMaxErrorRetry(0);
    configuration.setConnectionTimeout(CONNECT_MILLIS);
    configuration.setSocketTimeout(ANSWER_MILLIS);
    SlsEndpoint.Proxy proxy = endpoint.proxy();
    if (proxy != null) {
      configuration.setProxyHost(proxy.host());
      configuration.setProxyPort(proxy.port());
    }
    CredentialsProvider provider = fromChain(credentials);
    Client client =
        new Client(endpoint.url(), provider, new VerifyingServiceClient(configuration), SOURCE);
    client.setSignatureVersion(SignVersion.V4);
    client.setRegion(endpoint.region());
    client.setCredentialsProvider(provider); // only this makes the signer anew
    return client;
  }

  /** Asked for every request, so that temporary credentials are renewed on the way. */
  private static CredentialsProvider fromChain(CredentialsChain chain) {
    return () -> {
      Credentials found = chain.get();
      return new DefaultCredentials(
          found.accessKeyId().reveal(),
          found.accessKeySecret().reveal(),
          found.securityToken().map(Secret::reveal).orElse(null));
    };
  }
}
