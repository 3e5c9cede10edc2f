package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
)

const apiServer = "kube-apiserver"

// auditPolicy writes one line when a request has been answered; a watch writes a second one at its start.
const auditPolicy = `apiVersion: audit.k8s.io/v1
kind: Policy
omitStages: [RequestReceived]
rules:
- level: Metadata
`

// apiServerArgs are the same at each start, so that a restarted server is the same one to its clients.
func apiServerArgs(o options, p *pki, etcdURL string, port int) ([]string, error) {
	args := []string{
		"--etcd-servers=" + etcdURL,
		"--bind-address=127.0.0.1", "--advertise-address=127.0.0.1",
		fmt.Sprintf("--secure-port=%d", port),
		"--tls-cert-file=" + p.path("server.crt"), "--tls-private-key-file=" + p.path("server.key"),
		"--client-ca-file=" + p.path("ca.crt"),
		"--requestheader-client-ca-file=" + p.path("ca.crt"),
		"--requestheader-allowed-names=" + frontProxyName,
		"--requestheader-username-headers=X-Remote-User", "--requestheader-group-headers=X-Remote-Group",
		"--requestheader-extra-headers-prefix=X-Remote-Extra-",
		"--proxy-client-cert-file=" + p.path("front-proxy.crt"), "--proxy-client-key-file=" + p.path("front-proxy.key"),
		"--kubelet-certificate-authority=" + p.path("ca.crt"),
		"--kubelet-client-certificate=" + p.path("kubelet-client.crt"),
		"--kubelet-client-key=" + p.path("kubelet-client.key"),
		"--kubelet-preferred-address-types=InternalIP",
		"--service-account-issuer=https://kubernetes.default.svc",
		"--service-account-key-file=" + p.path("server.key"),
		"--service-account-signing-key-file=" + p.path("server.key"),
		"--service-cluster-ip-range=172.16.0.0/16",
		"--authorization-mode=RBAC",
		"--endpoint-reconciler-type=none",
		"--profiling=false",
	}
	if o.auditLog != "" {
		policy := filepath.Join(o.dir, "audit-policy.yaml")
		if err := os.WriteFile(policy, []byte(auditPolicy), 0o600); err != nil {
			return nil, err
		}
		args = append(args, "--audit-policy-file="+policy, "--audit-log-path="+o.auditLog, "--audit-log-mode=blocking")
	}
	return args, nil
}

// waitReady polls /readyz; a component that dies meanwhile ends the wait.
func waitReady(ctx context.Context, client kubernetes.Interface, parts *processes) error {
	err := waitFor(ctx, parts, func(ctx context.Context) bool {
		_, err := client.Discovery().RESTClient().Get().AbsPath("/readyz").DoRaw(ctx)
		return err == nil
	})
	if errors.Is(err, context.DeadlineExceeded) {
		return errors.New("the API server was not ready within a minute")
	}
	return err
}

// waitForPods waits until pods are let in: they are refused until the controller manager has made the
// namespace's service account.
func waitForPods(ctx context.Context, client kubernetes.Interface, parts *processes) error {
	return waitFor(ctx, parts, func(ctx context.Context) bool {
		_, err := client.CoreV1().ServiceAccounts("default").Get(ctx, "default", meta.GetOptions{})
		return err == nil
	})
}

// waitFor polls until done answers true, a part dies, or a minute has passed.
func waitFor(ctx context.Context, parts *processes, done func(context.Context) bool) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	for !done(ctx) {
		select {
		case err := <-parts.died:
			return err
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(50 * time.Millisecond):
		}
	}
	return nil
}
