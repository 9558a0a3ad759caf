package evidence_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/evidence"
)

const maxBytes = 64 << 20

// receive receives content in a folder of its own, which must be empty afterwards
// whatever happens.
func receive(t *testing.T, content []byte, name, declared string) (*evidence.Staged, error) {
	t.Helper()
	dir := t.TempDir()
	staged, err := evidence.Receive(t.Context(), bytes.NewReader(content), name, declared, evidence.Limits{MaxBytes: maxBytes, Dir: dir})
	if err == nil {
		t.Cleanup(func() { assert.NoError(t, staged.Discard()) })
	} else {
		assert.Nil(t, staged)
	}
	left, listed := os.ReadDir(dir)
	require.NoError(t, listed)
	assert.Empty(t, left, "a file on its way has no name")
	return staged, err
}

func TestWhatEvidenceMayBe(t *testing.T) {
	const text = "Mã,Giá trị\r\n3.5.1,\"86,97%\"\n"
	for name, tc := range map[string]struct {
		content  string
		declared string
		want     string
	}{
		"a PDF":                                {aPDF, "application/pdf", "application/pdf"},
		"a PDF of which nothing was said":      {aPDF, "", "application/pdf"},
		"a PDF a browser did not know":         {aPDF, "application/octet-stream", "application/pdf"},
		"a PDF, old style, with a parameter":   {aPDF, `Application/X-PDF; name="a.pdf"`, "application/pdf"},
		"a picture":                            {string(aPNG(t)), "image/png", "image/png"},
		"a photograph":                         {string(aJPEG(t)), "image/jpeg", "image/jpeg"},
		"a photograph by its other name":       {string(aJPEG(t)), "image/jpg", "image/jpeg"},
		"a workbook as programs write them":    {string(aWorkbook(t)), xlsx, xlsx},
		"a workbook, the least of it":          {string(sheet(t)), xlsx, xlsx},
		"a letter":                             {string(letter(t)), docx, docx},
		"an OpenDocument sheet":                {string(open(t, ods)), ods, ods},
		"an OpenDocument text":                 {string(open(t, odt)), odt, odt},
		"a text":                               {text, "text/plain; charset=utf-8", "text/plain"},
		"a text of which nothing was said":     {text, "", "text/plain"},
		"a text with a byte order mark":        {"\ufeff" + text, "text/plain", "text/plain"},
		"CSV":                                  {text, "text/csv", "text/csv"},
		"CSV as Windows calls it":              {text, "application/vnd.ms-excel", "text/csv"},
		"a text longer than is sniffed":        {strings.Repeat("Tiến độ ", 50_000), "text/plain", "text/plain"},
		"a text whose letters straddle pieces": {"x" + strings.Repeat("ế", 100_000), "text/plain", "text/plain"},
	} {
		t.Run(name, func(t *testing.T) {
			staged, err := receive(t, []byte(tc.content), "x", tc.declared)
			require.NoError(t, err)
			assert.Equal(t, tc.want, staged.MediaType)
			assert.Equal(t, hashOf([]byte(tc.content)), staged.Hash)
			assert.EqualValues(t, len(tc.content), staged.Size)
			assert.Contains(t, evidence.MediaTypes(), staged.MediaType)
		})
	}
}

func TestWhatEvidenceMayNotBe(t *testing.T) {
	presentation := "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
	long := strings.Repeat("a", 200_000)
	for name, tc := range map[string]struct{ content, declared, found string }{
		"a page":                           {"<!DOCTYPE html><script>alert(1)</script>", "text/plain", "text/html"},
		"a page of which nothing was said": {" <html>", "", "text/html"},
		"a drawing that can hold programs": {"<?xml version=\"1.0\"?><svg/>", "image/png", "text/xml"},
		"a picture of another kind":        {"GIF89a\x01\x00", "image/gif", "image/gif"},
		"a program":                        {"MZ\x90\x00\x03\x00\x00\x00", "application/pdf", "application/octet-stream"},
		"a program of another system":      {"\x7fELF\x02\x01\x01\x00", "", "application/octet-stream"},
		"an office document of old":        {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "application/vnd.ms-excel", "application/x-ole-storage"},
		"an archive of anything":           {string(archiveOf(t, part{"a.txt", "x"})), "application/zip", "application/zip"},
		"a presentation":                   {string(archiveOf(t, index(presentation))), "", "application/zip"},
		"an OpenDocument template":         {string(open(t, odt+"-template")), odt, "application/zip"},
		"another archive":                  {"\x1f\x8b\x08\x00\x00", "", "application/x-gzip"},
		"a text in UTF-16":                 {"\xff\xfea\x00b\x00", "text/csv", "text/plain; charset=utf-16le"},
		"a text in an older encoding":      {"Ti\xean \xf0\xf4", "text/plain", "application/octet-stream"},
		"a text that ends in bytes":        {long + "\xff", "text/plain", "application/octet-stream"},
		"a text that ends in a program":    {long + "\x00\x01", "text/plain", "application/octet-stream"},
		"a text with a terminal's codes":   {long + "\x1b[31m", "text/plain", "application/octet-stream"},
		"a text cut within a letter":       {long + "\xe1\xba", "text/plain", "application/octet-stream"},
		"a single zero":                    {"\x00", "text/plain", "application/octet-stream"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := receive(t, []byte(tc.content), "x.pdf", tc.declared)
			var refused *evidence.TypeError
			require.ErrorAs(t, err, &refused)
			assert.Equal(t, evidence.TypeError{Declared: tc.declared, Found: tc.found}, *refused)
			assert.ErrorContains(t, err, "expected one of application/pdf, image/png, image/jpeg")
		})
	}
}

func TestContentAndDeclarationMustAgree(t *testing.T) {
	for name, tc := range map[string]struct{ content, declared, found string }{
		"a PDF called a picture":        {aPDF, "image/png", "application/pdf"},
		"a picture called a photograph": {string(aPNG(t)), "image/jpeg", "image/png"},
		"a workbook called a letter":    {string(sheet(t)), docx, xlsx},
		"a letter called an archive":    {string(letter(t)), "application/zip", docx},
		"a sheet called a text":         {string(open(t, ods)), odt, ods},
		"a PDF called text":             {aPDF, "text/plain", "application/pdf"},
		"a text called a page":          {"hello", "text/html", "text/plain"},
		"a text called a PDF":           {"hello", "application/pdf", "text/plain"},
		"a workbook by its old name":    {string(sheet(t)), "application/vnd.ms-excel", xlsx},
		"a type nobody knows":           {aPDF, "foo/bar", "application/pdf"},
		"a type that is none":           {aPDF, "pdf;;;=", "application/pdf"},
		"any type at all":               {aPDF, "*/*", "application/pdf"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := receive(t, []byte(tc.content), "x", tc.declared)
			var disagree *evidence.DeclaredError
			require.ErrorAs(t, err, &disagree)
			assert.Equal(t, evidence.DeclaredError{Declared: tc.declared, Found: tc.found}, *disagree)
			assert.ErrorContains(t, err, tc.declared)
			assert.ErrorContains(t, err, tc.found)
		})
	}
	_, err := receive(t, []byte(aPDF), "x", strings.Repeat("image/", 10_000)+"\xff\n")
	require.Error(t, err)
	assert.Less(t, len(err.Error()), 300, "what was declared is cut short")
}

func TestTheSizeIsBounded(t *testing.T) {
	limits := evidence.Limits{MaxBytes: 100, Dir: t.TempDir()}
	sent := func(n int) error {
		staged, err := evidence.Receive(t.Context(), strings.NewReader(strings.Repeat("a", n)), "x", "", limits)
		if err == nil {
			require.NoError(t, staged.Discard())
		}
		return err
	}
	require.NoError(t, sent(1))
	require.NoError(t, sent(100))
	require.ErrorIs(t, sent(0), evidence.ErrEmpty)
	var large *evidence.TooLargeError
	require.ErrorAs(t, sent(101), &large)
	assert.EqualValues(t, 100, large.Limit)
	assert.EqualError(t, large, "evidence: the file is too large: expected at most 100 bytes")

	endless := &counted{from: endlessText{}}
	_, err := evidence.Receive(t.Context(), endless, "x", "", limits)
	require.ErrorAs(t, err, &large)
	assert.LessOrEqual(t, endless.n, int64(101), "reading stops at the limit")

	for _, limit := range []int64{0, -1, 1<<30 + 1} {
		_, err = evidence.Receive(t.Context(), endlessText{}, "x", "", evidence.Limits{MaxBytes: limit})
		assert.ErrorContains(t, err, "expected from 1 to 1073741824")
	}
}

type endlessText struct{}

func (endlessText) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'a'
	}
	return len(p), nil
}

type counted struct {
	from io.Reader
	n    int64
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.from.Read(p)
	c.n += int64(n)
	return n, err
}

func TestAFileIsNeverInMemoryAsAWhole(t *testing.T) {
	const size = 48 << 20
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	staged, err := evidence.Receive(t.Context(), io.LimitReader(endlessText{}, size), "x", "", evidence.Limits{MaxBytes: size, Dir: t.TempDir()})
	require.NoError(t, err)
	store, _ := openFolder(t)
	require.NoError(t, staged.Commit(t.Context(), store))
	file, _, err := store.Open(t.Context(), staged.Hash)
	require.NoError(t, err)
	n, err := io.Copy(io.Discard, file)
	require.NoError(t, err)
	require.NoError(t, file.Close())
	runtime.ReadMemStats(&after)
	assert.EqualValues(t, size, n)
	assert.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(size/8))
}

func TestAnUploadThatBreaksLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	limits := evidence.Limits{MaxBytes: maxBytes, Dir: dir}
	broken := errors.New("the connection broke")
	_, err := evidence.Receive(t.Context(), io.MultiReader(strings.NewReader("half"), iotest.ErrReader(broken)), "x", "", limits)
	require.ErrorIs(t, err, broken)

	ctx, cancel := context.WithCancelCause(t.Context())
	_, err = evidence.Receive(ctx, readerFunc(func(p []byte) (int, error) {
		cancel(broken)
		return copy(p, "half"), nil
	}), "x", "", limits)
	require.ErrorIs(t, err, broken)

	left, err := os.ReadDir(dir)
	require.NoError(t, err)
	assert.Empty(t, left)

	limits.Dir = dir + "/none"
	_, err = evidence.Receive(t.Context(), strings.NewReader("x"), "x", "", limits)
	assert.ErrorIs(t, err, os.ErrNotExist)
}

// Judging a large file takes a while, and is for nothing when nobody waits.
func TestJudgingStopsWithItsContext(t *testing.T) {
	for name, content := range map[string][]byte{
		"a text":     bytes.Repeat([]byte("a"), 200_000),
		"a workbook": sheet(t, part{"xl/media/image1.png", string(noise(200_000))}),
	} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			whole := bytes.NewReader(content)
			_, err := evidence.Receive(ctx, readerFunc(func(p []byte) (int, error) {
				n, err := whole.Read(p)
				if err != nil {
					cancel()
				}
				return n, err
			}), "x", "", evidence.Limits{MaxBytes: maxBytes, Dir: t.TempDir()})
			assert.ErrorIs(t, err, context.Canceled)
			assert.ErrorContains(t, err, "evidence: reading the file received")
		})
	}
}

type readerFunc func(p []byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

func TestAStagedFileIsCommittedOnce(t *testing.T) {
	eachStore(t, func(t *testing.T, store kept) {
		staged, err := receive(t, []byte(aPDF), "Báo cáo.pdf", "application/pdf")
		require.NoError(t, err)

		ended, cancel := context.WithCancel(t.Context())
		cancel()
		require.ErrorIs(t, staged.Commit(ended, store), context.Canceled)
		require.NoError(t, staged.Commit(t.Context(), store), "it may be tried again")
		got, err := read(t, store, staged.Hash)
		require.NoError(t, err)
		assert.Equal(t, aPDF, string(got))

		assert.ErrorContains(t, staged.Commit(t.Context(), store), "committed or discarded already")
		assert.NoError(t, staged.Discard(), "which does nothing any more")
	})
}

func TestADiscardedFileIsGone(t *testing.T) {
	store, _ := openFolder(t)
	staged, err := receive(t, []byte(aPDF), "x", "")
	require.NoError(t, err)
	require.NoError(t, staged.Discard())
	require.NoError(t, staged.Discard())
	require.ErrorContains(t, staged.Commit(t.Context(), store), "committed or discarded already")
	_, _, err = store.Open(t.Context(), staged.Hash)
	assert.ErrorIs(t, err, evidence.ErrNotFound)
}
