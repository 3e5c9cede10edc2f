package io.elasticinference.internal.load;

import io.elasticinference.load.LoadTarget;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * Says where connections go and what they speak. The server's certificate must be of the host that
 * the request asks for, not of the address that is connected to: an Ingress has one address and
 * many hosts.
 */
final class WireFactory {
  private final InetSocketAddress address;
  private final String host;
  private final int port;
  private final @Nullable SSLContext context;

  WireFactory(InetSocketAddress address, LoadTarget target, @Nullable SSLContext context) {
    this.address = address;
    this.host = target.hostHeader().replaceFirst(":\\d+$", "").replaceAll("[\\[\\]]", "");
    this.port = target.port();
    this.context = target.tls() ? context : null;
  }

  InetSocketAddress address() {
    return address;
  }

  Wire wire(SocketChannel channel) {
    return context == null ? new PlainWire(channel) : new TlsWire(channel, engine(context));
  }

  private SSLEngine engine(SSLContext tls) {
    SSLEngine engine = tls.createSSLEngine(host, port);
    engine.setUseClientMode(true);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    parameters.setApplicationProtocols(new String[] {"http/1.1"});
    // An address is not a name that a server could be asked for (RFC 6066, section 3).
    if (host.matches(".*[A-Za-z].*") && host.indexOf(':') < 0) {
      parameters.setServerNames(List.of(new SNIHostName(host)));
    }
    engine.setSSLParameters(parameters);
    return engine;
  }
}
