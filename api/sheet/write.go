package sheet

import (
	"fmt"
	"io"
	"time"

	"github.com/xuri/excelize/v2"
)

// Write writes the workbook of a form to w. The same form gives the same bytes.
// It returns an error that lists everything in the form that a workbook cannot
// hold; nothing is written then.
func Write(w io.Writer, f Form) error {
	if err := f.check(); err != nil {
		return err
	}
	file := excelize.NewFile()
	defer file.Close()
	if err := build(file, f); err != nil {
		return fmt.Errorf("write workbook: %w", err)
	}
	if _, err := file.WriteTo(w); err != nil {
		return fmt.Errorf("write workbook: %w", err)
	}
	return nil
}

// build puts the three sheets into an empty workbook.
func build(file *excelize.File, f Form) error {
	if err := file.SetDefaultFont(font); err != nil {
		return err
	}
	if err := file.SetSheetName("Sheet1", figuresSheet); err != nil {
		return err
	}
	for _, name := range []string{narrativesSheet, stampSheet} {
		if _, err := file.NewSheet(name); err != nil {
			return err
		}
	}
	styles := &styles{file: file, made: map[look]int{}}
	for _, sheet := range []struct {
		name string
		draw func(*page, Form) error
	}{{figuresSheet, drawFigures}, {narrativesSheet, drawNarratives}, {stampSheet, drawStamp}} {
		if err := sheet.draw(&page{file: file, styles: styles, sheet: sheet.name}, f); err != nil {
			return fmt.Errorf("sheet %s: %w", sheet.name, err)
		}
	}
	if err := file.SetSheetVisible(stampSheet, false, true); err != nil {
		return err
	}
	if err := file.ProtectWorkbook(&excelize.WorkbookProtectionOptions{LockStructure: true}); err != nil {
		return err
	}
	issued := f.Stamp.IssuedAt.UTC().Format(time.RFC3339)
	return file.SetDocProps(&excelize.DocProperties{
		Creator: author, LastModifiedBy: author, Created: issued, Modified: issued, Language: "vi-VN",
		Title: f.WindowTitle, Subject: f.AgencyName,
	})
}

// vietnam is where deadlines are; it has had no other offset since 1975.
var vietnam = time.FixedZone("+07", 7*60*60)

// day writes a date as Decree 30/2020 wants it: days below 10 and months below
// 3 carry a zero, so that nobody can put a digit before them.
func day(t time.Time) string {
	month := fmt.Sprint(int(t.Month()))
	if t.Month() < time.March {
		month = "0" + month
	}
	return fmt.Sprintf("%02d/%s/%d", t.Day(), month, t.Year())
}

// moment writes a point in time on Vietnam's clocks.
func moment(t time.Time) string {
	t = t.In(vietnam)
	return fmt.Sprintf("%s ngày %s", t.Format("15:04"), day(t))
}
