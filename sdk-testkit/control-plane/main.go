// Command control-plane runs a real Kubernetes control plane on loopback: etcd, kube-apiserver,
// kube-controller-manager and kube-scheduler, each the upstream code in a process of its own. The
// nodes, metrics and everything else that a cloud adds are played in Java. See README.md.
package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"
	"k8s.io/component-base/cli"
	_ "k8s.io/component-base/logs/json/register"
	apiserver "k8s.io/kubernetes/cmd/kube-apiserver/app"
	controllers "k8s.io/kubernetes/cmd/kube-controller-manager/app"
	scheduler "k8s.io/kubernetes/cmd/kube-scheduler/app"
)

// components are the upstream programs that this binary can become when it is started as
// `control-plane COMPONENT ARG...`: they keep global state, so each needs a process of its own.
var components = map[string]func() *cobra.Command{
	"kube-apiserver":          apiserver.NewAPIServerCommand,
	"kube-controller-manager": controllers.NewControllerManagerCommand,
	"kube-scheduler":          func() *cobra.Command { return scheduler.NewSchedulerCommand() },
}

func main() {
	if len(os.Args) > 1 {
		name := os.Args[1]
		if newCommand, ok := components[name]; ok {
			os.Args = append([]string{name}, os.Args[2:]...)
			os.Exit(cli.Run(newCommand()))
		}
		if name == "etcd" {
			exitOn(runEtcd(os.Args[2:]))
			return
		}
	}
	exitOn(runControlPlane(os.Args[1:]))
}

func exitOn(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "control-plane:", err)
		os.Exit(1)
	}
}
