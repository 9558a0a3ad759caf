package main

import (
	"log/slog"
	"net"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/api/config"
	"github.com/tiendo-vn/tiendo/api/instance"
)

func TestMetricsOnAnAddressOfTheirOwn(t *testing.T) {
	clean(t)
	address, said, stop := serveAs(t, "--auth-public", "true", "--metrics-listen", "127.0.0.1:0")
	require.Eventually(t, func() bool { return strings.HasSuffix(said(), "/metrics\n") }, patience, pause)
	_, metrics, found := strings.Cut(strings.TrimSpace(said()), "Metrics are at ")
	require.True(t, found, said())
	status, body := get(t, metrics, "", "")
	assert.Equal(t, http.StatusOK, status)
	assert.Contains(t, body, "tiendo_database_connections_open")
	status, body = get(t, "http://"+address+"/metrics", "", "")
	assert.Equal(t, http.StatusNotFound, status)
	assert.NotContains(t, body, "tiendo_")
	stop()
	for _, gone := range []string{address, strings.TrimSuffix(strings.TrimPrefix(metrics, "http://"), "/metrics")} {
		_, err := net.Dial("tcp", gone)
		assert.Error(t, err, gone)
	}
}

func TestAnAddressForMetricsThatIsTakenIsNamed(t *testing.T) {
	clean(t)
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer taken.Close()
	free, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	require.NoError(t, free.Close())
	_, err = tiendo(t, "serve", "--development", "true", "--listen", free.Addr().String(), "--metrics-listen", taken.Addr().String())
	require.ErrorContains(t, err, `metricsListen "`+taken.Addr().String()+`"`)
	_, err = net.Dial("tcp", free.Addr().String())
	assert.Error(t, err, "the other address is free again")
}

func TestALostListenerEndsTheOtherInOrder(t *testing.T) {
	for name, lose := range map[string]func(listeners) net.Listener{
		"the metrics'": func(l listeners) net.Listener { return l.metrics },
		"all others'":  func(l listeners) net.Listener { return l.all },
	} {
		t.Run(name, func(t *testing.T) {
			d := apitest.SQLite(t)
			c := config.Default()
			c.Listen, c.MetricsListen, c.Auth.Public = "127.0.0.1:0", "127.0.0.1:0", true
			s, err := instance.New(instance.Options{Config: c, Database: d.Database, Logger: slog.New(slog.DiscardHandler)})
			require.NoError(t, err)
			at, err := listen(c)
			require.NoError(t, err)
			ended := make(chan error, 1)
			go func() { ended <- at.serve(t.Context(), s) }()
			require.NoError(t, lose(at).Close())
			assert.ErrorIs(t, <-ended, net.ErrClosed)
			for _, l := range []net.Listener{at.all, at.metrics} {
				_, err := net.Dial("tcp", l.Addr().String())
				assert.Error(t, err)
			}
		})
	}
}
