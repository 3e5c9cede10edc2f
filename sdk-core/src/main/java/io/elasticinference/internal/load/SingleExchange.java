package io.elasticinference.internal.load;

import io.elasticinference.load.LoadRequest;
import io.elasticinference.load.LoadTarget;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Asks once and keeps the reply, for what a run must know of a server before it begins. Speaks as
 * the engine does, so a host that an Ingress routes by can be asked for at any address, which the
 * JDK's clients refuse.
 */
public final class SingleExchange {
  private static final int BUFFER = 16 * 1024;

  /**
   * A reply.
   *
   * @param status the status code
   * @param body the body, as UTF-8
   */
  public record Reply(int status, String body) {}

  private SingleExchange() {}

  /**
   * Sends a request and waits for its reply, each within the request's timeout.
   *
   * @param target where to
   * @param request what; its first body, where it has several
   * @return the reply, whatever its status
   * @throws IOException where there is none, or it is not HTTP
   */
  public static Reply send(LoadTarget target, LoadRequest request) throws IOException {
    long deadline = System.nanoTime() + request.timeout().toNanos();
    LoadRequest single = request.keepAlive(false);
    try (Socket socket = connect(target, remaining(deadline))) {
      ByteBuffer bytes = EncodedRequests.of(target, single).next();
      byte[] out = new byte[bytes.remaining()];
      bytes.get(out);
      socket.getOutputStream().write(out);
      socket.getOutputStream().flush();
      return read(socket, deadline);
    }
  }

  private static Socket connect(LoadTarget target, int millis) throws IOException {
    InetSocketAddress address = new InetSocketAddress(target.host(), target.port());
    if (address.isUnresolved()) {
      throw new UnknownHostException("host '" + target.host() + "' has no address");
    }
    Socket plain = new Socket();
    try {
      plain.connect(address, millis);
      return target.tls() ? secured(plain, target, millis) : plain;
    } catch (IOException | RuntimeException e) {
      plain.close();
      throw e;
    }
  }

  private static Socket secured(Socket plain, LoadTarget target, int millis) throws IOException {
    plain.setSoTimeout(millis);
    String host = target.hostHeader().replaceFirst(":\\d+$", "");
    SSLSocket socket =
        (SSLSocket)
            ((SSLSocketFactory) SSLSocketFactory.getDefault())
                .createSocket(plain, host, target.port(), true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    if (host.matches(".*[A-Za-z].*") && host.indexOf(':') < 0) {
      parameters.setServerNames(List.of(new SNIHostName(host)));
    }
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  private static Reply read(Socket socket, long deadline) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    ReplyParser parser =
        new ReplyParser(
            new ReplyParser.BodySink() {
              @Override
              public void begin(int status) {
                body.reset();
              }

              @Override
              public void accept(ByteBuffer buffer, int from, int to) {
                byte[] piece = new byte[to - from];
                buffer.get(from, piece);
                body.writeBytes(piece);
              }
            });
    InputStream in = socket.getInputStream();
    byte[] buffer = new byte[BUFFER];
    while (!parser.isDone()) {
      socket.setSoTimeout(remaining(deadline));
      int count = in.read(buffer);
      boolean complete =
          count < 0 ? parser.endOfStream() : parser.parse(ByteBuffer.wrap(buffer, 0, count));
      if (parser.isMalformed()) {
        throw new IOException("reply is malformed: " + parser.problem());
      }
      if (count < 0 && !complete) {
        throw new IOException("connection closed before the reply was complete");
      }
    }
    return new Reply(parser.status(), body.toString(StandardCharsets.UTF_8));
  }

  private static int remaining(long deadline) throws SocketTimeoutException {
    long millis = (deadline - System.nanoTime()) / 1_000_000;
    if (millis <= 0) {
      throw new SocketTimeoutException("no reply in time");
    }
    return (int) millis;
  }
}
