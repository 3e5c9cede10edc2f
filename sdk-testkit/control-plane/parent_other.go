//go:build !linux

package main

import "syscall"

// dieWithParent has no equal outside Linux: there a killed parent leaves its children behind.
func dieWithParent() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setpgid: true} }
