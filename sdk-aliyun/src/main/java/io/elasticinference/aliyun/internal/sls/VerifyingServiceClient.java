package io.elasticinference.aliyun.internal.sls;

import com.aliyun.openservices.log.http.client.ClientConfiguration;
import com.aliyun.openservices.log.http.comm.DefaultServiceClient;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.SSLConnectionSocketFactory;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.util.Timeout;

/**
 * The transport of the SLS client with TLS as everybody expects it. The one that it comes with
 * trusts every certificate and checks no host name (aliyun-log 0.6.151, {@code
 * DefaultServiceClient.createHttpClientConnectionManager}).
 */
final class VerifyingServiceClient extends DefaultServiceClient {

  VerifyingServiceClient(ClientConfiguration configuration) {
    super(configuration);
  }

  @Override
  protected PoolingHttpClientConnectionManager createHttpClientConnectionManager() {
    return PoolingHttpClientConnectionManagerBuilder.create()
        .setSSLSocketFactory(SSLConnectionSocketFactory.getSocketFactory())
        .setMaxConnPerRoute(config.getMaxConnections())
        .setMaxConnTotal(config.getMaxConnections())
        .setDefaultSocketConfig(
            SocketConfig.custom()
                .setSoTimeout(Timeout.ofMilliseconds(config.getSocketTimeout()))
                .setTcpNoDelay(true)
                .build())
        .build();
  }
}
