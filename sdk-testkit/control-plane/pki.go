package main

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"sync"
	"time"

	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/client-go/tools/clientcmd/api"
)

// frontProxyName is whom aggregated APIs know the API server by.
const frontProxyName = "front-proxy-client"

// internal are the certificates that parts of the cluster show each other: the API server's own, its
// identities as front proxy and as the kubelets' client, and those of the servers played in Java.
var internal = map[string]user{
	"server":           {"kube-apiserver", ""},
	"front-proxy":      {frontProxyName, ""},
	"kubelet-client":   {"kube-apiserver-kubelet-client", ""},
	"kubelet":          {"virtual-nodes", ""},
	"external-metrics": {"external-metrics.kube-system.svc", ""},
	"local-cloud":      {"local-cloud", "system:masters"},
}

// pki is the cluster's certificate authority, which signs every certificate. Keys are RSA, as in the
// kubeconfigs that ACK hands out.
type pki struct {
	dir string
	key *rsa.PrivateKey
	ca  *x509.Certificate
}

func newPKI(dir string) (*pki, error) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return nil, err
	}
	p := &pki{dir: dir, key: key}
	ca := p.template(user{name: "local-cloud-ca"})
	ca.IsCA, ca.BasicConstraintsValid, ca.KeyUsage = true, true, x509.KeyUsageCertSign|x509.KeyUsageDigitalSignature
	der, err := x509.CreateCertificate(rand.Reader, ca, ca, key.Public(), key)
	if err != nil {
		return nil, err
	}
	if p.ca, err = x509.ParseCertificate(der); err != nil {
		return nil, err
	}
	if err := os.WriteFile(p.path("ca.crt"), encode("CERTIFICATE", der), 0o600); err != nil {
		return nil, err
	}
	return p, p.writeInternal()
}

// writeInternal signs the internal certificates, all at once, since making RSA keys takes a while.
// Their keys are PKCS #8, the one form that Java reads by itself.
func (p *pki) writeInternal() error {
	var group sync.WaitGroup
	errs := make(chan error, len(internal))
	for file, name := range internal {
		group.Go(func() {
			errs <- p.writePair(file, name)
		})
	}
	group.Wait()
	close(errs)
	for err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func (p *pki) writePair(file string, name user) error {
	certificate, key, err := p.sign(name)
	if err != nil {
		return err
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return err
	}
	if err := os.WriteFile(p.path(file+".crt"), certificate, 0o600); err != nil {
		return err
	}
	return os.WriteFile(p.path(file+".key"), encode("PRIVATE KEY", der), 0o600)
}

func (p *pki) path(name string) string { return filepath.Join(p.dir, name) }

func (p *pki) template(name user) *x509.Certificate {
	serial, _ := rand.Int(rand.Reader, big.NewInt(1<<62))
	subject := pkix.Name{CommonName: name.name}
	if name.group != "" {
		subject.Organization = []string{name.group}
	}
	return &x509.Certificate{
		SerialNumber: serial,
		Subject:      subject,
		NotBefore:    time.Now().Add(-time.Minute),
		NotAfter:     time.Now().Add(24 * time.Hour),
		KeyUsage:     x509.KeyUsageDigitalSignature | x509.KeyUsageKeyEncipherment,
		ExtKeyUsage:  []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
		IPAddresses:  []net.IP{net.IPv4(127, 0, 0, 1), net.IPv4(172, 16, 0, 1)},
		DNSNames: []string{"localhost", "kubernetes", "kubernetes.default", "kubernetes.default.svc",
			"external-metrics.kube-system.svc"},
	}
}

func (p *pki) sign(name user) (certificate []byte, key *rsa.PrivateKey, err error) {
	if key, err = rsa.GenerateKey(rand.Reader, 2048); err != nil {
		return nil, nil, err
	}
	der, err := x509.CreateCertificate(rand.Reader, p.template(name), p.ca, key.Public(), p.key)
	if err != nil {
		return nil, nil, err
	}
	return encode("CERTIFICATE", der), key, nil
}

// writeKubeconfig signs a client certificate and writes a kubeconfig that is complete in itself.
func (p *pki) writeKubeconfig(file, server string, who user) (*rest.Config, error) {
	certificate, private, err := p.sign(who)
	if err != nil {
		return nil, err
	}
	key := encode("RSA PRIVATE KEY", x509.MarshalPKCS1PrivateKey(private))
	config := api.NewConfig()
	config.Clusters["local-cloud"] = &api.Cluster{Server: server, CertificateAuthorityData: encode("CERTIFICATE", p.ca.Raw)}
	config.AuthInfos[who.name] = &api.AuthInfo{ClientCertificateData: certificate, ClientKeyData: key}
	config.Contexts["local-cloud"] = &api.Context{Cluster: "local-cloud", AuthInfo: who.name, Namespace: "default"}
	config.CurrentContext = "local-cloud"
	if err := clientcmd.WriteToFile(*config, file); err != nil {
		return nil, err
	}
	rest, err := clientcmd.NewDefaultClientConfig(*config, nil).ClientConfig()
	if err != nil {
		return nil, err
	}
	rest.QPS, rest.Burst = 500, 1000
	return rest, nil
}

func encode(kind string, der []byte) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der})
}
