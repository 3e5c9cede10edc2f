package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// processes are the components that run as children of this process.
type processes struct {
	options options
	running []*process
	died    chan error
}

// process is one component; its channel closes when it has ended.
type process struct {
	name    string
	command *exec.Cmd
	ended   chan struct{}
	wanted  chan struct{} // closed when its end is wanted, and so is no failure
}

// start must run on the main goroutine, which is locked to the main thread: on Linux a child is killed
// when the thread that started it ends.
func (p *processes) start(component string, args ...string) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	child := exec.Command(self, append([]string{component}, args...)...)
	child.SysProcAttr = dieWithParent()
	if p.options.verbose {
		child.Stdout, child.Stderr = os.Stderr, os.Stderr
	} else {
		log, err := os.OpenFile(p.log(component), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
		if err != nil {
			return err
		}
		defer log.Close()
		child.Stdout, child.Stderr = log, log
	}
	if err := child.Start(); err != nil {
		return err
	}
	started := &process{component, child, make(chan struct{}), make(chan struct{})}
	p.running = append(p.running, started)
	go func() {
		err := child.Wait()
		close(started.ended)
		select {
		case <-started.wanted:
		default:
			p.died <- fmt.Errorf("%s ended (%v)%s", component, err, p.lastLog(component))
		}
	}()
	return nil
}

// kill ends one component and waits until it is gone, so that its port is free again.
func (p *processes) kill(component string) bool {
	for i, running := range p.running {
		if running.name == component {
			p.running = append(p.running[:i], p.running[i+1:]...)
			running.kill()
			return true
		}
	}
	return false
}

func (p *process) kill() {
	close(p.wanted)
	_ = p.command.Process.Kill()
	<-p.ended
}

// stop ends the components, last started first; nothing in them is worth waiting for.
func (p *processes) stop() {
	for i := len(p.running) - 1; i >= 0; i-- {
		p.running[i].kill()
	}
	p.running = nil
}

func (p *processes) log(component string) string {
	return filepath.Join(p.options.dir, component+".log")
}

func (p *processes) lastLog(component string) string {
	data, err := os.ReadFile(p.log(component))
	if err != nil || len(data) == 0 {
		return ""
	}
	lines := strings.Split(strings.TrimSpace(string(data)), "\n")
	return "; its last words: " + lines[len(lines)-1]
}
