package main

import (
	"flag"
	"fmt"
	"strings"
	"time"
)

// options are what the command line sets.
type options struct {
	dir                string
	kubeconfig         string
	stopOnStdinEOF     bool
	users              []user
	auditLog           string
	hpaSyncPeriod      time.Duration
	hpaScaleDownWindow time.Duration
	verbose            bool
}

// user is somebody who gets a kubeconfig, and no rights but those that RoleBindings give.
type user struct{ name, group string }

func parseOptions(args []string) (options, error) {
	var o options
	var users string
	flags := flag.NewFlagSet("control-plane", flag.ContinueOnError)
	flags.StringVar(&o.dir, "dir", "", "folder for data, certificates and logs (default: a new temporary folder, removed at the end)")
	flags.StringVar(&o.kubeconfig, "kubeconfig", "", "where to write the administrator's kubeconfig (default: kubeconfig.yaml in that folder)")
	flags.BoolVar(&o.stopOnStdinEOF, "stop-on-stdin-eof", false, "read commands from standard input, and stop when it closes, so that the control plane cannot outlive what started it")
	flags.StringVar(&users, "users", "", "comma-separated NAME or NAME:GROUP; each gets a kubeconfig NAME.yaml beside the administrator's, and no rights of its own")
	flags.StringVar(&o.auditLog, "audit-log", "", "file for the API server's audit log, one JSON line a request, at the level Metadata (default: none)")
	flags.DurationVar(&o.hpaSyncPeriod, "hpa-sync-period", 15*time.Second, "how often the horizontal pod autoscaler looks")
	flags.DurationVar(&o.hpaScaleDownWindow, "hpa-scale-down-window", 5*time.Minute, "the autoscaler's default scale-down stabilization")
	flags.BoolVar(&o.verbose, "v", false, "show the components' logs instead of keeping them in files")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	if flags.NArg() > 0 {
		return o, fmt.Errorf("unexpected argument %q", flags.Arg(0))
	}
	for _, text := range strings.FieldsFunc(users, func(r rune) bool { return r == ',' }) {
		name, group, _ := strings.Cut(text, ":")
		o.users = append(o.users, user{name, group})
	}
	return o, nil
}
