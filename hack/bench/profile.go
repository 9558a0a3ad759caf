package main

import (
	"errors"
	"os"
	"path/filepath"
	"runtime/pprof"
)

// profiled serves and, where a folder is named for it, leaves there what the
// processor did meanwhile, and what was allocated.
func profiled(serve func() error) error {
	folder := os.Getenv(peerProfile)
	if folder == "" {
		return serve()
	}
	cpu, err := os.Create(filepath.Join(folder, "cpu.pprof"))
	if err != nil {
		return err
	}
	allocs, err := os.Create(filepath.Join(folder, "allocs.pprof"))
	if err != nil {
		return errors.Join(err, cpu.Close())
	}
	if err := pprof.StartCPUProfile(cpu); err != nil {
		return errors.Join(err, cpu.Close(), allocs.Close())
	}
	err = serve()
	pprof.StopCPUProfile()
	return errors.Join(err, pprof.Lookup("allocs").WriteTo(allocs, 0), cpu.Close(), allocs.Close())
}
