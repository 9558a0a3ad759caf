package config

import (
	"log/slog"
	"path/filepath"
	"time"
)

// Default is the settings of a server that was told nothing. DataDir is empty
// here: it depends on the environment, and Load fills it in.
func Default() Config {
	return Config{
		Listen: "127.0.0.1:8080",
		Auth: Auth{
			SubjectClaim: "sub",
			NameClaim:    "name",
			EmailClaim:   "email",
			ClockSkew:    time.Minute,
		},
		Log: Log{Level: slog.LevelInfo, Format: "text"},
		Limits: Limits{
			BodyBytes:  1 << 20,
			Depth:      15,
			Complexity: 200_000,
			Aliases:    100,
			RootFields: 50,
			Tokens:     15_000,
			Streams:    2_000,
			Timeout:    30 * time.Second,

			Budget:       12_000_000,
			BudgetWindow: time.Minute,
		},
		HTTP: HTTP{
			Profile:           ProfileCurrent,
			ReadHeaderTimeout: 5 * time.Second,
			ReadTimeout:       30 * time.Second,
			WriteTimeout:      60 * time.Second,
			IdleTimeout:       120 * time.Second,
			ShutdownGrace:     20 * time.Second,
		},
		Database: Database{
			MaxOpen:          20,
			MaxIdle:          20,
			CompiledAtOnce:   8,
			ConnLifetime:     30 * time.Minute,
			ConnectTimeout:   5 * time.Second,
			StatementTimeout: 20 * time.Second,
			Prepared:         200,
			RowSecurity:      true,
		},
		Introspection: true,
		Documents:     DocumentsOpen,
		Explorer:      true,
		Compiled:      true,
		PlanLoad:      true,
		Evidence:      Evidence{MaxBytes: 20 << 20},
		Workbook:      Workbook{MaxBytes: 5 << 20},
		Links:         Links{Lifetime: 10 * time.Minute},
		Jobs:          Jobs{MaxAttempts: 10, Interval: 5 * time.Second},
		Reminders:     Reminders{Before: 72 * time.Hour, EscalateAfter: 72 * time.Hour},
	}
}

// settle lets the defaults that only make sense beside another setting follow
// that one: who lowers the pool to 5 connections has not asked for a fault about
// idle ones. What was named stays as it was named.
func (c *Config) settle(named func(key string) bool) {
	if !named("database.maxIdle") {
		c.Database.MaxIdle = min(c.Database.MaxIdle, c.Database.MaxOpen)
	}
	if !named("database.compiledAtOnce") {
		c.Database.CompiledAtOnce = min(c.Database.CompiledAtOnce, c.Database.mostCompiled())
	}
	if !named("terseErrors") {
		c.TerseErrors = !c.Development
	}
	if !named("http.writeTimeout") {
		c.HTTP.WriteTimeout = max(c.HTTP.WriteTimeout, 2*c.Limits.Timeout)
	}
	if !named("limits.budget") {
		c.Limits.Budget = max(c.Limits.Budget, c.Limits.Complexity)
	}
	if !named("http.readTimeout") {
		c.HTTP.ReadTimeout = max(c.HTTP.ReadTimeout, c.HTTP.ReadHeaderTimeout)
	}
}

// defaultDataDir follows the XDG base directory specification, which says that
// a relative $XDG_DATA_HOME is to be ignored. It is empty where the environment
// names no home, as in most containers.
func defaultDataDir(getenv func(string) string) string {
	if dir := getenv("XDG_DATA_HOME"); filepath.IsAbs(dir) {
		return filepath.Join(dir, "tiendo")
	}
	if home := getenv("HOME"); filepath.IsAbs(home) {
		return filepath.Join(home, ".local", "share", "tiendo")
	}
	return ""
}
