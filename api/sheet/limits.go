package sheet

import "cmp"

// Limits bounds what a file may cost to read. A field that is zero or less
// takes its default, so that no limit can be switched off by leaving it out.
type Limits struct {
	// MaxBytes is the largest file, in bytes. Default 4 MiB.
	MaxBytes int64
	// MaxUnzipped is how many bytes its parts may have together, unzipped, and
	// how many the texts in all cells that are read. Default 16 MiB.
	MaxUnzipped int64
	// MaxParts is how many parts the file may have. Default 200.
	MaxParts int
	// MaxRatio is how many times larger than the file its parts may be, once
	// they are over 1 MiB. Default 100.
	MaxRatio int64
	// MaxTags is how many XML tags all parts may have: each becomes an object
	// many times its size. Default 400,000.
	MaxTags int
	// MaxNote is the longest note, in characters. Default 2,000.
	MaxNote int
	// MaxBody is the longest text of parts II to IV, in characters. Default 20,000.
	MaxBody int
}

// filled puts the defaults in.
func (l Limits) filled() Limits {
	return Limits{
		MaxBytes:    cmp.Or(max(l.MaxBytes, 0), 4<<20),
		MaxUnzipped: cmp.Or(max(l.MaxUnzipped, 0), 16<<20),
		MaxParts:    cmp.Or(max(l.MaxParts, 0), 200),
		MaxRatio:    cmp.Or(max(l.MaxRatio, 0), 100),
		MaxTags:     cmp.Or(max(l.MaxTags, 0), 400_000),
		MaxNote:     cmp.Or(max(l.MaxNote, 0), 2_000),
		MaxBody:     cmp.Or(max(l.MaxBody, 0), 20_000),
	}
}

const (
	// ratioFloor is where MaxRatio begins to matter: small files of repeated
	// XML compress well and harm nobody.
	ratioFloor = 1 << 20
	// maxTag is the longest XML tag, in bytes. Attributes cost several times
	// their size before anybody can count them.
	maxTag = 64 << 10
	// maxRow is the last row that may hold something. Programs do write empty
	// rows down to the last one there is.
	maxRow = 20_000
	// maxSpread bounds the cells of a sheet, those in gaps included: libraries
	// fill gaps, so that a file of a hundred bytes could claim gigabytes.
	maxSpread = 300_000
	// maxComments is how many cells Mark explains in a comment; the list has all
	// of them. maxDrawing is the largest part with the shapes of comments, in
	// bytes: to take one out, a library reads all.
	maxComments = 200
	maxDrawing  = 1 << 20
	// maxFindings bounds the findings of one file: beyond it nobody reads them.
	maxFindings = 1_000
	// maxCell is the longest text that a cell can hold, in UTF-16 units.
	maxCell = 32_767
)
