package main

import (
	"fmt"
	"math/rand/v2"
	"net"
)

// Ports that the kernel hands to outgoing connections start at 32768 on Linux: one from below stays
// free while the API server is down.
const firstPort, lastPort = 20000, 32000

// freePorts answers n loopback ports that nobody listens on.
func freePorts(n int) ([]int, error) {
	var ports []int
	for range 1000 {
		port := firstPort + rand.IntN(lastPort-firstPort)
		listener, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", port))
		if err != nil {
			continue
		}
		defer listener.Close()
		if ports = append(ports, port); len(ports) == n {
			return ports, nil
		}
	}
	return nil, fmt.Errorf("no %d free loopback ports between %d and %d", n, firstPort, lastPort)
}
