package io.elasticinference.it;

import io.elasticinference.testkit.fault.Request;
import io.elasticinference.testkit.oss.OssServer;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Counts the parts that clients send, and holds back those that come after the first few. */
final class PartRequests {

  private static final Pattern NUMBER = Pattern.compile("(?:^|&)partNumber=([0-9]+)");

  private final Map<Integer, Integer> times = new TreeMap<>();
  private final OssServer server;
  private final int let;
  private int seen;

  private PartRequests(OssServer server, int let) {
    this.server = server;
    this.let = let;
  }

  /**
   * Lets some parts through, and answers no other until it is over.
   *
   * @param let how many parts
   */
  static PartRequests holdAfter(OssServer server, int let) {
    PartRequests requests = new PartRequests(server, let);
    server.faults().always().when(requests::isHeld).latency(Duration.ofMinutes(10));
    return requests;
  }

  /** Counts only. */
  static PartRequests count(OssServer server) {
    return holdAfter(server, Integer.MAX_VALUE);
  }

  private synchronized boolean isHeld(Request request) {
    Matcher part = NUMBER.matcher(request.query());
    if (!request.method().equals("PUT") || !part.find()) {
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
