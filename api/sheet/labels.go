package sheet

import (
	"strings"

	"golang.org/x/text/unicode/norm"
)

// A label is a code and the words that people see for it.
type label struct{ code, text string }

// grades are the three grades of the Statistics Law, article 48, best last.
var grades = []label{
	{"ESTIMATE", "Ước tính"},
	{"PRELIMINARY", "Sơ bộ"},
	{"OFFICIAL", "Chính thức"},
}

// sources are where a figure may come from.
var sources = []label{
	{"DECLARED", "Đơn vị tự báo cáo"},
	{"MEASURED", "Hệ thống đo lường"},
	{"STATISTICS_OFFICE", "Cơ quan thống kê"},
	{"DOCUMENT", "Văn bản"},
}

// offeredSources are what the drop-down offers: a figure from a document names
// the document, for which the form has no column. One that was there stays.
var offeredSources = sources[:3]

// units are the words for the units of measure.
var units = []label{
	{"PERCENT", "%"},
	{"COUNT", "Số lượng"},
	{"RANK", "Thứ hạng"},
	{"MILESTONE", "Mốc thời gian"},
}

// part is a text of the form: its title and hint as the annex prints them, and
// what it is called in English.
type part struct{ kind, title, hint, english string }

var parts = []part{
	{"TREND", "II. ĐÁNH GIÁ XU HƯỚNG", "(đánh giá xu hướng phát triển, xu hướng thực hiện các mục tiêu được giao)", "trends"},
	{"DIFFICULTY", "III. KHÓ KHĂN, VƯỚNG MẮC", "", "difficulties"},
	{"PROPOSAL", "IV. ĐỀ XUẤT", "", "proposals"},
}

// partOf finds the text of a kind.
func partOf(kind string) (part, bool) {
	for _, p := range parts {
		if p.kind == kind {
			return p, true
		}
	}
	return part{}, false
}

// textOf is the label of a code; a code without one stands for itself.
func textOf(labels []label, code string) string {
	for _, l := range labels {
		if l.code == code {
			return l.text
		}
	}
	return code
}

// codeOf is the code of a label, however it is capitalised or composed.
func codeOf(labels []label, text string) (string, bool) {
	for _, l := range labels {
		if strings.EqualFold(l.text, norm.NFC.String(text)) {
			return l.code, true
		}
	}
	return "", false
}

// known reports whether a code is one of the labels', or empty.
func known(labels []label, code string) bool {
	for _, l := range labels {
		if l.code == code {
			return true
		}
	}
	return code == ""
}

// texts lists the words of the labels.
func texts(labels []label) []string {
	all := make([]string, len(labels))
	for i, l := range labels {
		all[i] = l.text
	}
	return all
}
