package sheet

import (
	"archive/zip"
	"bytes"
	"fmt"

	"github.com/xuri/excelize/v2"
)

// Mark returns the workbook with its findings in it: each cell named is
// coloured and has a comment, and the sheet "Lỗi" lists all findings with links
// to their cells. What an earlier Mark left is taken out first. Values, and what
// may be edited, stay as they are: the file can be corrected and sent again.
//
// It returns a *Fault for a file that Read would refuse to open.
func Mark(original []byte, list []Finding, limits Limits) ([]byte, error) {
	limits = limits.filled()
	parts, err := unpack(bytes.NewReader(original), int64(len(original)), limits)
	if err != nil {
		return nil, err
	}
	book, err := parts.open(limits)
	if err != nil {
		return nil, err
	}
	earlier, err := book.listed()
	if err != nil {
		return nil, err
	}
	safe, err := parts.repack()
	if err != nil {
		return nil, err
	}
	return mark(safe, earlier, list)
}

// mark hands the file to a library that was not written for hostile ones: what
// makes it panic is unreadable.
func mark(safe []byte, earlier, list []Finding) (marked []byte, err error) {
	defer func() {
		if r := recover(); r != nil {
			marked, err = nil, fault(FaultUnreadable, "xlsx", fmt.Sprint(r), "")
		}
	}()
	file, err := excelize.OpenReader(bytes.NewReader(safe))
	if err != nil {
		return nil, unreadable("xlsx", err)
	}
	defer file.Close()
	m := &marker{file: file, fills: map[fillKey]int{}, comments: map[[2]string]bool{}}
	if err := m.all(earlier, list); err != nil {
		return nil, unreadable("xlsx", err)
	}
	out, err := file.WriteToBuffer()
	if err != nil {
		return nil, unreadable("xlsx", err)
	}
	return out.Bytes(), nil
}

// repack zips the parts again, without the empty rows that programs write down
// to the end of a sheet: a library makes an object of each row above them. What
// was checked is then exactly what the library sees.
func (p *pack) repack() ([]byte, error) {
	var out bytes.Buffer
	archive := zip.NewWriter(&out)
	for _, name := range p.names {
		content := p.parts[partKey(name)]
		if bytes.Contains(content, []byte("sheetData")) {
			var err error
			if content, err = trim(content); err != nil {
				return nil, unreadable(name, err)
			}
		}
		w, err := archive.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
		if err != nil {
			return nil, err
		}
		if _, err := w.Write(content); err != nil {
			return nil, err
		}
	}
	if err := archive.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// trim cuts the rows below maxRow.
func trim(sheet []byte) ([]byte, error) {
	begin, end := int64(0), int64(0)
	err := walk(sheet, func(r xmlRow) error {
		if r.number <= maxRow {
			return nil
		}
		for _, cell := range r.cells {
			if cell.Value != "" || cell.Inline != nil || cell.Formula != nil {
				return fmt.Errorf("row %d: a cell below row %d", r.number, maxRow)
			}
		}
		if begin == 0 {
			begin = r.begin
		}
		end = r.end
		return nil
	})
	if err != nil || begin == 0 {
		return sheet, err
	}
	return append(bytes.Clone(sheet[:begin]), sheet[end:]...), nil
}
