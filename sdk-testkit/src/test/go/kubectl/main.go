// Command kubectl is upstream's kubectl, unchanged, built from its Go module: the foreign judge of
// what the SDK renders and applies. Debian's own is too old for the local cloud's API server.
package main

import (
	"k8s.io/component-base/cli"
	"k8s.io/kubectl/pkg/cmd"
	"k8s.io/kubectl/pkg/cmd/util"
)

func main() {
	if err := cli.RunNoErrOutput(cmd.NewDefaultKubectlCommand()); err != nil {
		util.CheckErr(err)
	}
}
