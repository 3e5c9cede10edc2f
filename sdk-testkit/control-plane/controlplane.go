package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"syscall"

	"k8s.io/client-go/kubernetes"
)

// runControlPlane starts everything, prints "ready", and serves commands until it is told to stop or a
// part dies.
func runControlPlane(args []string) error {
	o, err := parseOptions(args)
	if err != nil {
		return err
	}
	// See processes.start.
	runtime.LockOSThread()
	if o.dir == "" {
		if o.dir, err = os.MkdirTemp("", "control-plane-"); err != nil {
			return err
		}
		defer os.RemoveAll(o.dir)
	} else if err := os.MkdirAll(o.dir, 0o700); err != nil {
		return err
	}
	if o.kubeconfig == "" {
		o.kubeconfig = filepath.Join(o.dir, "kubeconfig.yaml")
	}
	ctx, cancel := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer cancel()
	commands := make(chan string)
	if o.stopOnStdinEOF {
		go readCommands(os.Stdin, commands, cancel)
	}

	parts := &processes{options: o, died: make(chan error, 8)}
	defer parts.stop()
	plane, err := startControlPlane(ctx, o, parts)
	if err != nil {
		return err
	}
	fmt.Printf("dir %s\nkubeconfig %s\nready\n", o.dir, o.kubeconfig)
	for {
		select {
		case <-ctx.Done():
			return nil
		case err := <-parts.died:
			return err
		case command := <-commands:
			if err := plane.obey(ctx, command); err != nil {
				return fmt.Errorf("%s: %w", command, err)
			}
			fmt.Printf("done %s\n", command)
		}
	}
}

func readCommands(in io.Reader, commands chan<- string, closed func()) {
	lines := bufio.NewScanner(in)
	for lines.Scan() {
		commands <- lines.Text()
	}
	closed()
}

// controlPlane knows how to start its API server again.
type controlPlane struct {
	parts         *processes
	client        kubernetes.Interface
	apiServerArgs []string
}

// obey carries out one line of standard input: the API server can be away for a while, with its port
// and etcd's data kept.
func (c *controlPlane) obey(ctx context.Context, command string) error {
	switch command {
	case "stop-apiserver":
		c.parts.kill(apiServer)
		return nil
	case "start-apiserver":
		c.parts.kill(apiServer)
		if err := c.parts.start(apiServer, c.apiServerArgs...); err != nil {
			return err
		}
		return waitReady(ctx, c.client, c.parts)
	default:
		return fmt.Errorf("unknown command (expected: stop-apiserver or start-apiserver)")
	}
}

// startControlPlane brings up the four components.
func startControlPlane(ctx context.Context, o options, parts *processes) (*controlPlane, error) {
	ports, err := freePorts(3)
	if err != nil {
		return nil, err
	}
	etcdURL := fmt.Sprintf("http://127.0.0.1:%d", ports[0])
	server := fmt.Sprintf("https://127.0.0.1:%d", ports[2])
	// etcd opens its files while the certificates are made.
	if err := parts.start("etcd", "--data-dir="+filepath.Join(o.dir, "etcd"),
		"--client-url="+etcdURL, fmt.Sprintf("--peer-url=http://127.0.0.1:%d", ports[1])); err != nil {
		return nil, err
	}
	pki, err := newPKI(o.dir)
	if err != nil {
		return nil, fmt.Errorf("certificates: %w", err)
	}
	args, err := apiServerArgs(o, pki, etcdURL, ports[2])
	if err != nil {
		return nil, err
	}
	if err := parts.start(apiServer, args...); err != nil {
		return nil, err
	}
	config, err := pki.writeKubeconfig(o.kubeconfig, server, user{"admin", "system:masters"})
	if err != nil {
		return nil, err
	}
	for _, u := range o.users {
		if _, err := pki.writeKubeconfig(filepath.Join(filepath.Dir(o.kubeconfig), u.name+".yaml"), server, u); err != nil {
			return nil, err
		}
	}
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		return nil, err
	}
	if err := waitReady(ctx, client, parts); err != nil {
		return nil, err
	}
	if err := parts.start("kube-controller-manager",
		"--kubeconfig="+o.kubeconfig, "--leader-elect=false", "--secure-port=0",
		"--service-account-private-key-file="+pki.path("server.key"), "--root-ca-file="+pki.path("ca.crt"),
		"--use-service-account-credentials=true",
		"--horizontal-pod-autoscaler-sync-period="+o.hpaSyncPeriod.String(),
		"--horizontal-pod-autoscaler-downscale-stabilization="+o.hpaScaleDownWindow.String()); err != nil {
		return nil, err
	}
	if err := parts.start("kube-scheduler", "--kubeconfig="+o.kubeconfig, "--leader-elect=false", "--secure-port=0"); err != nil {
		return nil, err
	}
	if err := waitForPods(ctx, client, parts); err != nil {
		return nil, fmt.Errorf("default service account: %w", err)
	}
	return &controlPlane{parts, client, args}, nil
}
