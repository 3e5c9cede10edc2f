package io.elasticinference.testkit.node;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/**
 * The pods' addresses, 10.x since EndpointSlices refuse loopback, and what stands behind each on
 * this machine.
 */
final class PodAddresses {
  private final AtomicInteger last = new AtomicInteger();
  private final Map<String, IntFunction<OptionalInt>> pods = new ConcurrentHashMap<>();

  /** Gives out an address. */
  String add(IntFunction<OptionalInt> loopbackPort) {
    int number = last.incrementAndGet();
    String address =
        "10." + (number >> 16 & 255) + "." + (number >> 8 & 255) + "." + (number & 255);
    pods.put(address, loopbackPort);
    return address;
  }

  void remove(String address) {
    pods.remove(address);
  }

  Optional<InetSocketAddress> resolve(String address, int port) {
    IntFunction<OptionalInt> pod = pods.get(address);
    OptionalInt loopback = pod == null ? OptionalInt.empty() : pod.apply(port);
    return loopback.isPresent()
        ? Optional.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), loopback.getAsInt()))
        : Optional.empty();
  }
}
