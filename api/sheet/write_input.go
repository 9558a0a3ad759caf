package sheet

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"
)

// noteHint is the length the sheet allows for a note; Limits.MaxNote decides.
const noteHint = 2_000

// looks are the styles of the cells for numbers and for words. Words are in
// cells formatted as text: in others a line that begins with "- ", as lists in
// reports do, would become a formula, and 3/4 a date.
func (c Cell) looks() (number, words look) {
	number = look{border: true, align: "right", format: plainNumber, fill: inputColour, unlocked: true}
	if c.Prefilled {
		number.fill = prefillColour
	}
	if c.Locked {
		number.fill, number.unlocked = lockedColour, false
	}
	words = number
	words.align, words.format = "left", textFormatted
	return number, words
}

// numeric gives a look the format for one number that will not change: as many
// decimals as it has.
func (l look) numeric(d *decimal.Decimal) look {
	l.format = wholeNumber
	if d != nil {
		if _, fraction, found := strings.Cut(d.String(), "."); found {
			l.format += "." + strings.Repeat("0", len(fraction))
		}
	}
	return l
}

// rules adds what may be typed into the input cells, down to the last row.
func (p *page) rules(last int) {
	column := func(from, to int) string { return at(from, firstRow) + ":" + at(to, last) }
	const notNumber = "Hãy nhập số, ví dụ 86,97; không kèm chữ hay ký tự %. Để trống nếu chưa có số liệu."
	p.validate(column(valueColumn, numeratorColumn), "Không phải là số", notNumber, func(v *excelize.DataValidation) error {
		v.SetInput("Nhập số", "Ví dụ 86,97. Nhập Giá trị, hoặc Tử số và Mẫu số.")
		return v.SetRange("-999999999999999999", "999999999999999999", excelize.DataValidationTypeDecimal, excelize.DataValidationOperatorBetween)
	})
	p.validate(column(denominatorColumn, denominatorColumn), "Mẫu số không hợp lệ", "Mẫu số phải là số khác 0.", func(v *excelize.DataValidation) error {
		return v.SetRange("0", "", excelize.DataValidationTypeDecimal, excelize.DataValidationOperatorNotEqual)
	})
	p.validate(column(gradeColumn, gradeColumn), "Loại số liệu", "Hãy chọn trong danh sách.", func(v *excelize.DataValidation) error {
		return v.SetDropList(texts(grades))
	})
	p.validate(column(sourceColumn, sourceColumn), "Nguồn", "Hãy chọn trong danh sách.", func(v *excelize.DataValidation) error {
		return v.SetDropList(texts(offeredSources))
	})
	p.validate(column(noteColumn, noteColumn), "Ghi chú quá dài", fmt.Sprintf("Tối đa %d ký tự.", noteHint), func(v *excelize.DataValidation) error {
		return v.SetRange(fmt.Sprint(noteHint), "", excelize.DataValidationTypeTextLength, excelize.DataValidationOperatorLessThanOrEqual)
	})
	p.wholeWithoutComma(column(valueColumn, denominatorColumn))
}

// wholeWithoutComma shows 98 as 98: the format that leaves room for decimals
// would show "98,".
func (p *page) wholeWithoutComma(cells string) {
	p.do(func() error {
		format := wholeNumber
		style, err := p.file.NewConditionalStyle(&excelize.Style{CustomNumFmt: &format})
		if err != nil {
			return err
		}
		first, _, _ := strings.Cut(cells, ":")
		return p.file.SetConditionalFormat(p.sheet, cells, []excelize.ConditionalFormatOptions{
			{Type: "formula", Criteria: first + "=INT(" + first + ")", Format: &style},
		})
	})
}
