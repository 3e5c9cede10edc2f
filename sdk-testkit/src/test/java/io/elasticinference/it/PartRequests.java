package io.elasticinference.it;

import io.elasticinference.testkit.fault.Request;
import io.elasticinference.testkit.oss.OssServer;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Counts the parts that clients send, and holds back those that come after the first few. */
final class PartRequests {

  private static final Pattern NUMBER = Pattern.compile("(?:^|&)partNumber=([0-9]+)");
  private static final Pattern UPLOAD = Pattern.compile("(?:^|&)uploadId=([^&]+)");

  private final Map<Integer, Integer> times = new TreeMap<>();
  private final OssServer server;
  private final int let;
  private final Set<String> others;
  private int seen;

  private PartRequests(OssServer server, int let, Set<String> others) {
    this.server = server;
    this.let = let;
    this.others = others;
  }

  /**
   * Lets some parts through, and answers no other until it is over.
   *
   * @param let how many parts
   */
  static PartRequests holdAfter(OssServer server, int let) {
    return start(server, let, Set.of());
  }

  private static PartRequests start(OssServer server, int let, Set<String> others) {
    PartRequests requests = new PartRequests(server, let, others);
    server.faults().always().when(requests::isHeld).latency(Duration.ofMinutes(10));
    return requests;
  }

  /** Counts only. */
  static PartRequests count(OssServer server) {
    return countBut(server, Set.of());
  }

  /**
   * Counts only, and leaves out some uploads: what a broken line had taken may reach the server
   * after its client has given up.
   */
  static PartRequests countBut(OssServer server, Set<String> uploadIds) {
    return start(server, Integer.MAX_VALUE, uploadIds);
  }

  private synchronized boolean isHeld(Request request) {
    Matcher part = NUMBER.matcher(request.query());
    if (!request.method().equals("PUT") || !part.find()) {
      return false;
    }
    Matcher upload = UPLOAD.matcher(request.query());
    if (upload.find() && others.contains(upload.group(1))) {
      return false;
    }
    times.merge(Integer.parseInt(part.group(1)), 1, Integer::sum);
    return ++seen > let;
  }

  /** How many part requests came. */
  synchronized int seen() {
    return seen;
  }

  /** How often each part came. */
  synchronized Map<Integer, Integer> times() {
    return new TreeMap<>(times);
  }

  /** Holds and counts no more. */
  void end() {
    server.faults().clear();
  }
}
