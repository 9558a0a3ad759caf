package main

import (
	"fmt"
	"maps"
	"os"
	"runtime"
	"slices"
	"strings"
	"time"
)

// A report is everything that was found.
type report struct {
	options         options
	sizes           []measurement
	helm            *series
	load, loadAfter string
}

// write prints the report and, where it is no trial, leaves it in its file. It
// returns how many limits were missed.
func (r report) write() (missed int, err error) {
	text, missed := r.markdown()
	fmt.Print(text)
	if r.options.trial() {
		return missed, nil
	}
	return missed, os.WriteFile(r.options.report, []byte(text), 0o644)
}

func (r report) markdown() (string, int) {
	var b strings.Builder
	fmt.Fprintf(&b, "# What the operator costs\n\nWritten by `make bench-operator` on %s: %s, %s/%s, %d cores, on which everything runs: etcd, kube-apiserver, kube-controller-manager, kube-scheduler, kwok with %d nodes, PostgreSQL, and the operator. Load average over a minute before it: %s, after it: %s.\n\n",
		time.Now().Format(time.DateOnly), runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), nodes, r.load, r.loadAfter)
	fmt.Fprintf(&b, "A Tenant of its own for each of the %d agencies of the plan's group *Các bộ, ngành, địa phương* (all of kind MINISTRY, %d, and PROVINCE, %d, in its table), from one file each that holds the Instance: a database on a shared server, two servers, an Ingress, the embedded plan. Beyond them agencies are invented, and an operator is built whose table has them, too; nothing else differs. Pods are simulated, so the server that answers /readyz is one here, asked over HTTP; databases, roles, Jobs, roll-outs, webhooks, the shipped role and the fences are real. Each size has a control plane and a PostgreSQL of its own.\n", len(group()), kindCount("MINISTRY"), kindCount("PROVINCE"))
	r.sizesTable(&b)
	missed := r.limits(&b)
	r.writesTable(&b)
	return b.String(), missed
}

func kindCount(kind string) (n int) {
	for _, a := range group() {
		if string(a.Kind) == kind {
			n++
		}
	}
	return n
}

// row is a line of a table with a cell for each size.
func (r report) row(b *strings.Builder, name string, cell func(measurement) string) {
	fmt.Fprintf(b, "| %s |", name)
	for _, m := range r.sizes {
		fmt.Fprintf(b, " %s |", cell(m))
	}
	b.WriteString("\n")
}

func (r report) head(b *strings.Builder, first string) {
	r.row(b, first, func(m measurement) string { return fmt.Sprintf("%d tenants", m.tenants) })
	r.row(b, "---", func(measurement) string { return "--:" })
}

func (r report) sizesTable(b *strings.Builder) {
	if len(r.sizes) == 0 {
		return
	}
	b.WriteString("\n## Until all are ready, and after\n\n")
	r.head(b, "")
	for _, line := range []struct {
		name string
		cell func(measurement) string
	}{
		{"of them invented", func(m measurement) string { return fmt.Sprint(m.invented) }},
		{"Tenants applied, one after another", func(m measurement) string { return seconds(m.applied) }},
		{"half of the Tenants and Instances ready", func(m measurement) string { return seconds(m.half) }},
		{"**all Tenants and Instances ready**", func(m measurement) string { return "**" + seconds(m.all) + "**" }},
		{"objects per tenant", func(m measurement) string { return per(m.sum, m.tenants) }},
		{"writes per tenant", func(m measurement) string { return per(m.writes.writes, m.tenants) }},
		{"**writes per object**", func(m measurement) string { return fmt.Sprintf("**%.2f**", ratio(m.writes.writes, m.sum)) }},
		{"writes per object, with events", func(m measurement) string { return fmt.Sprintf("%.2f", ratio(m.writes.writes+m.writes.events, m.sum)) }},
		{"events per tenant", func(m measurement) string { return per(m.writes.events, m.tenants) }},
		{"dry runs per tenant", func(m measurement) string { return per(m.writes.dryRuns, m.tenants) }},
		{"writes refused (conflicts and the like, counted above)", func(m measurement) string { return fmt.Sprint(m.writes.refused) }},
		{"operator: processor time until all are ready", func(m measurement) string { return seconds(m.processor) }},
		{"operator: most resident memory", func(m measurement) string { return megabytes(m.peak) }},
		{"operator: resident after collecting garbage", func(m measurement) string { return megabytes(m.collected) }},
		{"operator: live heap then", func(m measurement) string { return megabytes(m.heap) }},
		{"**writes in " + r.options.idle.String() + " in which nothing changes, events too**", func(m measurement) string { return m.whileIdle("**" + fmt.Sprint(m.idle.all()) + "**") }},
		{"questions for /readyz until the end", func(m measurement) string { return fmt.Sprint(m.asked) }},
		{"operator: processor time in that time", func(m measurement) string { return m.whileIdle(seconds(m.idleProcessor)) }},
	} {
		r.row(b, line.name, line.cell)
	}
	b.WriteString("\nWrites are what the API server's audit log has of the operator's identity: creates, patches, updates and deletes, without leases and dry runs. Objects are those labelled as a tenant's, with its namespace and Instance, and without what controllers make of them (pods, ReplicaSets, EndpointSlices); the Tenant itself, which a person writes, does not count, though its finalizer and status do among the writes.\n")
}

// limits compares with what is promised.
func (r report) limits(b *strings.Builder) (missed int) {
	b.WriteString("\n## Limits\n\n| | limit | found | |\n|---|--:|--:|---|\n")
	line := func(name, limit, found string, met bool) {
		verdict := "met"
		if !met {
			verdict = "**missed**"
			missed++
		}
		fmt.Fprintf(b, "| %s | %s | %s | %s |\n", name, limit, found, verdict)
	}
	for _, m := range r.sizes {
		of := fmt.Sprintf("%d tenants: ", m.tenants)
		line(of+"all ready", "10 min", seconds(m.all), m.all <= 10*time.Minute)
		line(of+"writes per object, events too", "1.5", fmt.Sprintf("%.2f", ratio(m.writes.writes+m.writes.events, m.sum)), ratio(m.writes.writes+m.writes.events, m.sum) <= 1.5)
		line(of+"memory", "256 MB", megabytes(m.peak), m.peak < 256_000_000)
		if m.watched {
			line(of+"writes in "+r.options.idle.String()+" idle", "0", fmt.Sprint(m.idle.all()), m.idle.all() == 0)
		}
		if r.helm != nil && r.helm.releases == m.tenants {
			faster := r.helm.all.Seconds() / m.all.Seconds()
			line(fmt.Sprintf("%d releases with helm take %s: times faster", r.helm.releases, seconds(r.helm.all)), "3", fmt.Sprintf("%.1f", faster), faster >= 3)
		}
	}
	if r.helm != nil {
		fmt.Fprintf(b, "\n`helm install charts/tiendo --wait` for %d agencies one after another took %s, %s each, on a control plane of the same kind, with the same servers and Ingress; namespaces and database Secrets were there before. The operator makes those, the databases, quotas, network policies and role bindings as well.\n",
			r.helm.releases, seconds(r.helm.all), seconds(r.helm.all/time.Duration(r.helm.releases)))
	}
	return missed
}

// writesTable says what was written, per tenant.
func (r report) writesTable(b *strings.Builder) {
	if len(r.sizes) == 0 {
		return
	}
	kinds, objects := map[string]bool{}, map[string]bool{}
	for _, m := range r.sizes {
		for kind := range m.writes.kinds {
			kinds[kind] = true
		}
		for kind := range m.owned {
			objects[kind] = true
		}
	}
	b.WriteString("\n## What is written, per tenant\n\n")
	r.head(b, "verb and resource")
	for _, kind := range slices.Sorted(maps.Keys(kinds)) {
		r.row(b, kind, func(m measurement) string { return per(m.writes.kinds[kind], m.tenants) })
	}
	b.WriteString("\n## What a tenant has\n\n")
	r.head(b, "kind")
	for _, kind := range slices.Sorted(maps.Keys(objects)) {
		r.row(b, kind, func(m measurement) string { return per(m.owned[kind], m.tenants) })
	}
}

// whileIdle is what is said of the idle time, where somebody watched.
func (m measurement) whileIdle(text string) string {
	if !m.watched {
		return ""
	}
	return text
}

func ratio(n, of int) float64        { return float64(n) / float64(max(of, 1)) }
func per(n, of int) string           { return fmt.Sprintf("%.2f", ratio(n, of)) }
func seconds(d time.Duration) string { return fmt.Sprintf("%.1f s", d.Seconds()) }
func megabytes(bytes int64) string   { return fmt.Sprintf("%d MB", bytes/1_000_000) }
