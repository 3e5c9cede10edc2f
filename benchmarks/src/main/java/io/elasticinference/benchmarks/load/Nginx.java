package io.elasticinference.benchmarks.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Debian's nginx on loopback, on one core, answering every request with a small JSON text. */
final class Nginx implements AutoCloseable {
  private final Process process;
  private final int port;

  private Nginx(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  static Nginx start(Path program, int core, Path folder) throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Path configuration =
        Files.writeString(folder.resolve("nginx.conf"), configuration(folder, port));
    List<String> command =
        new ArrayList<>(List.of(program.toString(), "-c", configuration.toString()));
    command.addAll(List.of("-p", folder.toString(), "-e", folder.resolve("error.log").toString()));
    Process process =
        new ProcessBuilder(Commands.pinned(core, command))
            .inheritIO()
            .redirectInput(ProcessBuilder.Redirect.PIPE)
            .start();
    Nginx server = new Nginx(process, port);
    server.awaitListening();
    return server;
  }

  private static String configuration(Path folder, int port) {
    return """
        daemon off;
        worker_processes 1;
        pid %1$s/nginx.pid;
        events { worker_connections 4096; }
        http {
          access_log off;
          keepalive_requests 1000000000;
          keepalive_timeout 1h;
          default_type application/json;
          client_body_temp_path %1$s/body;
          proxy_temp_path %1$s/proxy;
          fastcgi_temp_path %1$s/fastcgi;
          uwsgi_temp_path %1$s/uwsgi;
          scgi_temp_path %1$s/scgi;
          server {
            listen 127.0.0.1:%2$d backlog=4096;
            location / { return 200 '{"predictions": [[0.25, 0.75]]}'; }
          }
        }
        """
        .formatted(folder, port);
  }

  private void awaitListening() throws IOException {
    long end = System.nanoTime() + 10_000_000_000L;
    while (true) {
      try (Socket probe = new Socket()) {
        probe.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
        return;
      } catch (IOException e) {
        if (System.nanoTime() > end || !process.isAlive()) {
          close();
          throw new IOException("nginx does not listen on port " + port, e);
        }
        LockSupport.parkNanos(10_000_000);
      }
    }
  }

  String url() {
    return "http://127.0.0.1:" + port + "/";
  }

  @Override
  public void close() {
    process.destroy();
    try {
      process.getOutputStream().close();
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
