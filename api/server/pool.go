package server

import (
	"database/sql"

	"github.com/prometheus/client_golang/prometheus"
)

// pool reports the connection pool's figures at each scrape. The client
// library's own collector wants a *sql.DB, which this package never sees.
type pool struct {
	stats  func() sql.DBStats
	series []poolSeries
}

type poolSeries struct {
	desc *prometheus.Desc
	kind prometheus.ValueType
	of   func(sql.DBStats) float64
}

func newPool(stats func() sql.DBStats) pool {
	series := func(name, help string, kind prometheus.ValueType, of func(sql.DBStats) float64) poolSeries {
		return poolSeries{prometheus.NewDesc("tiendo_database_"+name, help, nil, nil), kind, of}
	}
	const gauge, counter = prometheus.GaugeValue, prometheus.CounterValue
	return pool{stats: stats, series: []poolSeries{
		series("connections_max", "Most connections allowed; 0 is no limit.", gauge, func(s sql.DBStats) float64 { return float64(s.MaxOpenConnections) }),
		series("connections_open", "Connections open.", gauge, func(s sql.DBStats) float64 { return float64(s.OpenConnections) }),
		series("connections_in_use", "Connections in use.", gauge, func(s sql.DBStats) float64 { return float64(s.InUse) }),
		series("connections_idle", "Connections idle.", gauge, func(s sql.DBStats) float64 { return float64(s.Idle) }),
		series("wait_total", "Requests for a connection that had to wait.", counter, func(s sql.DBStats) float64 { return float64(s.WaitCount) }),
		series("wait_seconds_total", "Time waited for connections.", counter, func(s sql.DBStats) float64 { return s.WaitDuration.Seconds() }),
	}}
}

// Describe implements prometheus.Collector.
func (p pool) Describe(out chan<- *prometheus.Desc) {
	for _, s := range p.series {
		out <- s.desc
	}
}

// Collect implements prometheus.Collector: one snapshot for all series, so that
// they agree with each other.
func (p pool) Collect(out chan<- prometheus.Metric) {
	now := p.stats()
	for _, s := range p.series {
		out <- prometheus.MustNewConstMetric(s.desc, s.kind, s.of(now))
	}
}
