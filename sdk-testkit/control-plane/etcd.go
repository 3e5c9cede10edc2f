package main

import (
	"flag"
	"fmt"
	"net/url"
	"os"
	"os/signal"
	"syscall"
	"time"

	"go.etcd.io/etcd/server/v3/embed"
)

// runEtcd serves one etcd member on loopback until it is told to stop.
func runEtcd(args []string) error {
	flags := flag.NewFlagSet("etcd", flag.ExitOnError)
	dir := flags.String("data-dir", "", "where etcd keeps its data")
	client := flags.String("client-url", "", "URL to serve clients on")
	peer := flags.String("peer-url", "", "URL to serve peers on")
	if err := flags.Parse(args); err != nil {
		return err
	}
	config := embed.NewConfig()
	config.Name = "control-plane"
	config.Dir = *dir
	config.LogLevel = "error"
	// The data dies with the cluster: durability would only slow the tests down.
	config.UnsafeNoFsync = true
	var err error
	if config.ListenClientUrls, err = parseURL(*client); err != nil {
		return err
	}
	if config.ListenPeerUrls, err = parseURL(*peer); err != nil {
		return err
	}
	config.AdvertiseClientUrls, config.AdvertisePeerUrls = config.ListenClientUrls, config.ListenPeerUrls
	config.InitialCluster = config.InitialClusterFromName(config.Name)

	etcd, err := embed.StartEtcd(config)
	if err != nil {
		return err
	}
	defer etcd.Close()
	select {
	case <-etcd.Server.ReadyNotify():
	case <-time.After(30 * time.Second):
		return fmt.Errorf("etcd was not ready within 30 s")
	}
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, syscall.SIGTERM, syscall.SIGINT)
	select {
	case <-stop:
		return nil
	case err := <-etcd.Err():
		return err
	}
}

func parseURL(raw string) ([]url.URL, error) {
	parsed, err := url.Parse(raw)
	if err != nil {
		return nil, err
	}
	return []url.URL{*parsed}, nil
}
