package faults_test

import (
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/lib/pq"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
)

// The disk is full: changes are refused with a code, none is half made, reading
// goes on, and the same requests pass when there is room again.
func TestAFullDiskRefusesWholeChanges(t *testing.T) {
	w := newWorld(t, apitest.PlannedPostgres(t))
	at := w.desks(t, 1)[0]
	s, who := w.Server, w.As(at.reporter)
	put := func(n int) change {
		return change{"putFigures", input{"submission": at.draft, "cells": []input{{"code": "1.1", "value": fmt.Sprint(n % 100)}}}}.keyed("full %d", n)
	}
	last := put(0).make(t, who)
	room := w.fillDisk(t)

	var refused change
	n := 1
	for ; ; n++ { // what is left of the last page is still written to
		require.Less(t, n, 2000, "the disk is never full")
		refused = put(n)
		answer, _ := refused.ask(t, who)
		if len(answer.Errors) > 0 {
			assert.Equal(t, "UNAVAILABLE", answer.Errors[0].Extensions["code"], answer.Errors[0].Message)
			assert.NotContains(t, answer.Errors[0].Message, "tablespace")
			break
		}
		last = refused.made(t, answer)
	}
	var data struct{ Node report }
	who.Get(t, `query($id: ID!) { node(id: $id) { ... on Submission { id status version } } }`, map[string]any{"id": at.draft}, &data)
	assert.Equal(t, last, data.Node, "something of it was written")
	puts := (&crowd{world: w}).puts()
	assert.Equal(t, n, puts, "changes in the record")

	room()
	again := refused.make(t, who)
	assert.Equal(t, last.Version+1, again.Version)
	assert.Equal(t, puts+1, (&crowd{world: w, server: s}).puts())
}

// fillDisk puts the record where nothing more fits, and returns what makes room.
// Where no small file system can be mounted, PostgreSQL is made to say that its
// disk is full.
func (w *world) fillDisk(t *testing.T) (room func()) {
	t.Helper()
	dir, err := w.smallDisk(t)
	if err != nil {
		t.Logf("no small file system (%v): a trigger stands in for it", err)
		w.exec(t, `CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
			RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END $$`)
		w.exec(t, "CREATE TRIGGER full_disk BEFORE INSERT ON events FOR EACH ROW EXECUTE FUNCTION full_disk()")
		return func() { w.exec(t, "DROP TRIGGER full_disk ON events") }
	}
	name := fmt.Sprintf("small_%d", os.Getpid())
	w.exec(t, "CREATE TABLESPACE "+name+" LOCATION "+pq.QuoteLiteral(dir))
	t.Cleanup(func() {
		w.exec(t, "ALTER TABLE events SET TABLESPACE pg_default")
		w.exec(t, "DROP TABLE IF EXISTS filler")
		w.exec(t, "DROP TABLESPACE "+name)
	})
	w.exec(t, "ALTER TABLE events SET TABLESPACE "+name)
	w.exec(t, "CREATE TABLE filler (text text) TABLESPACE "+name)
	pool := w.owner(t)
	defer pool.Close()
	for {
		_, err := pool.ExecContext(t.Context(), "INSERT INTO filler SELECT repeat('x', 1000) FROM generate_series(1, 8)")
		if full := (*pq.Error)(nil); errors.As(err, &full) && full.Code == "53100" {
			break
		}
		require.NoError(t, err)
	}
	return func() { w.exec(t, "DROP TABLE filler") }
}

// owner is the database as its superuser has it, which the server need not be.
func (w *world) owner(t *testing.T) *sql.DB {
	t.Helper()
	pool, err := sql.Open("postgres", string(w.Database.URL))
	require.NoError(t, err)
	pool.SetMaxIdleConns(0)
	return pool
}

func (w *world) exec(t *testing.T, statement string) {
	t.Helper()
	pool := w.owner(t)
	defer pool.Close()
	_, err := pool.Exec(statement) // also when the test is over
	require.NoError(t, err, statement)
}

// smallDisk mounts a file system of a few megabytes for the database's server.
func (w *world) smallDisk(t *testing.T) (folder string, err error) {
	t.Helper()
	pool := w.owner(t)
	defer pool.Close()
	var data string
	require.NoError(t, pool.QueryRowContext(t.Context(), "SHOW data_directory").Scan(&data))
	server, err := os.Stat(data)
	if err != nil {
		return "", err
	}
	dir, err := os.MkdirTemp("", "tiendo-small-")
	require.NoError(t, err)
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=4m,mode=0777"); err != nil {
		return "", err
	}
	t.Cleanup(func() { assert.NoError(t, syscall.Unmount(dir, syscall.MNT_DETACH)) })
	inside := filepath.Join(dir, "data")
	require.NoError(t, os.Mkdir(inside, 0o700))
	owner := server.Sys().(*syscall.Stat_t)
	require.NoError(t, os.Chown(inside, int(owner.Uid), int(owner.Gid)))
	return inside, nil
}
