package sheet

import "github.com/xuri/excelize/v2"

// The sheets of the workbook. A file is known by these names; its structure is
// protected, so that nobody renames them by accident.
const (
	figuresSheet    = "Số liệu chỉ tiêu"
	narrativesSheet = "Thuyết minh"
	stampSheet      = "tiendo"
	findingsSheet   = "Lỗi"
)

// author signs the comments that Mark adds, and so knows them again.
const author = "Tiến Độ"

// Columns of the sheet of figures, from 1. The first is hidden and holds what
// rows are matched by.
const (
	keyColumn = iota + 1
	orderColumn
	nameColumn
	unitColumn
	planColumn
	previousColumn
	previousGradeColumn
	valueColumn
	numeratorColumn
	denominatorColumn
	gradeColumn
	sourceColumn
	noteColumn
)

// Rows of the sheet of figures that have a fixed place.
const (
	stateRow  = 1 // agency and state
	titleRow  = 3
	headerRow = 9 // and the row below it: both repeat on every page
	firstRow  = headerRow + 2
)

// The hidden column of the lower header row holds a marker: rows are read from
// below it, wherever it is.
const (
	figuresMarker    = "#CODE"
	narrativesMarker = "#KIND"
)

// Columns of the sheet of texts.
const (
	leftColumn  = 2
	rightColumn = 3
)

// at names a cell, such as "H12".
func at(column, row int) string {
	name, err := excelize.CoordinatesToCellName(column, row)
	if err != nil {
		return ""
	}
	return name
}
