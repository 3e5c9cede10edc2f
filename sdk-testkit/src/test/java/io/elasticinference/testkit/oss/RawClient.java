package io.elasticinference.testkit.oss;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Sends requests as they are given, signed by hand, to see what no SDK would send. */
final class RawClient {

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.US)
          .withZone(ZoneOffset.UTC);

  private final URI server;

  RawClient(URI server) {
    this.server = server;
  }

  /** What came back, as it was on the wire. */
  record Answer(int status, String head, String body) {

    String header(String name) {
      return head.lines()
          .filter(
              line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":"))
          .map(line -> line.substring(name.length() + 1).trim())
          .findFirst()
          .orElse("");
    }
  }

  static String date(Instant time) {
    return DATE.format(time);
  }

  /**
   * Headers with a signature of version 1 over them; {@code resource} is what a client would sign.
   */
  static Map<String, String> signed(
      String method, String resource, String secret, Map<String, String> headers) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    StringBuilder text = new StringBuilder(method + "\n");
    text.append(all.getOrDefault("Content-MD5", "")).append('\n');
    text.append(all.getOrDefault("Content-Type", "")).append('\n');
    text.append(all.getOrDefault("Date", "")).append('\n');
    all.entrySet().stream()
        .filter(h -> h.getKey().startsWith("x-oss-"))
        .sorted(Map.Entry.comparingByKey())
        .forEach(h -> text.append(h.getKey()).append(':').append(h.getValue()).append('\n'));
    text.append(resource);
    all.put("Authorization", "OSS id:" + sign(secret, text.toString()));
    return all;
  }

  static String sign(String secret, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA1"));
      return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  Answer send(String method, String path, Map<String, String> headers, byte[] body)
      throws IOException {
    try (Socket socket = open(method, path, headers, body.length)) {
      socket.getOutputStream().write(body);
      String all = new String(socket.getInputStream().readAllBytes(), UTF_8);
      int end = all.indexOf("\r\n\r\n");
      return new Answer(
          Integer.parseInt(all.substring(9, 12)), all.substring(0, end), all.substring(end + 4));
    }
  }

  /** Sends the head of a request only. */
  Socket open(String method, String path, Map<String, String> headers, long length)
      throws IOException {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("Host", server.getAuthority());
    all.put("Connection", "close");
    if (length > 0) {
      all.put("Content-Length", Long.toString(length));
    }
    all.putAll(headers);
    StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
    all.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    Socket socket = new Socket(server.getHost(), server.getPort());
    OutputStream out = socket.getOutputStream();
    out.write(head.append("\r\n").toString().getBytes(ISO_8859_1));
    out.flush();
    return socket;
  }
}
