package mock

import (
	"fmt"
	"slices"

	"github.com/shopspring/decimal"
)

// A step is a change that somebody made through the front door, at a time of the
// clock in Viet Nam.
type step struct {
	at, who, mutation string
	// agency and window name the report whose id and version the input gets; none
	// where agency is empty.
	agency, window string
	input          values
}

type values = map[string]any

// codes are the indicators that provinces report here.
var codes = []string{"1.1", "1.2", "1.3", "1.4", "1.5", "1.9", "1.10", "2.1", "2.2", "2.3", "3.1", "3.2", "3.3", "3.4"}

// declared are what provinces declared for the third quarter, by codes.
var declared = map[string][]string{
	"lao-cai":    {"86.97", "41.5", "62.3", "48.75", "71.2", "93.4", "8", "64", "22.5", "70", "88", "55.6", "34", "97.1"},
	"hanoi":      {"92.4", "57.1", "71.8", "63.2", "80.05", "91.6", "11.5", "82", "31", "85", "96", "74.3", "52.4", "99.2"},
	"da-nang":    {"98.1", "66", "84.9", "72.6", "90.3", "96.8", "14", "95", "38.2", "100", "100", "81", "63.7", "99.8"},
	"hcm":        {"90.2", "60.3", "77.4", "58.9", "83.7", "89.1", "12.2", "88", "35.5", "90", "98", "69.9", "57", "98.6"},
	"quang-ninh": {"95.5", "61.2", "79", "66.4", "85.1", "94.9", "13.1", "84", "29.8", "80", "92", "77.7", "48.3", "98.9"},
}

// growth is what a quarter adds to all of them.
var growth = decimal.RequireFromString("1.15")

// story is what had happened before Moment: a quarter that is over, published but
// for one report, and one in full swing, with a report in every state.
func story() []step {
	const before = "2024-Q3"
	const reviewer = "reviewer-cdsqg"
	figures := func(at, agency, window string, codes ...string) step {
		return step{at, "reporter-" + agency, "putFigures", "", "", values{"agency": agency, "window": window, "cells": cells(agency, window, codes)}}
	}
	submit := func(at, agency, window string) step {
		return step{at, "reporter-" + agency, "submitSubmission", agency, window, values{}}
	}
	approve := func(at, agency, window string) step {
		return step{at, reviewer, "approveSubmission", agency, window, values{}}
	}
	text := func(at, agency, window, kind, body string) step {
		return step{at, "reporter-" + agency, "putNarrative", agency, window, values{"kind": kind, "body": body}}
	}
	return []step{
		figures("2024-09-16 08:30", "lao-cai", before, codes...),
		figures("2024-09-17 09:10", "hanoi", before, codes...),
		figures("2024-09-18 14:05", "da-nang", before, codes...),
		figures("2024-09-19 10:20", "hcm", before, codes...),
		text("2024-09-26 15:00", "lao-cai", before, "DIFFICULTY", "Đường truyền tại các xã vùng cao chưa ổn định, nhiều hồ sơ phải nhập lại."),
		submit("2024-09-27 16:40", "lao-cai", before),
		submit("2024-10-01 10:00", "hanoi", before),
		submit("2024-10-02 11:30", "da-nang", before),
		submit("2024-10-03 17:15", "hcm", before),
		figures("2024-10-07 08:00", "quang-ninh", before, codes...),
		submit("2024-10-07 09:45", "quang-ninh", before), // three days late
		approve("2024-10-08 09:00", "lao-cai", before),
		approve("2024-10-08 09:20", "da-nang", before),
		approve("2024-10-08 09:40", "hcm", before),
		{"2024-10-08 10:00", reviewer, "returnSubmission", "hanoi", before, values{
			"figures": []any{values{"code": "1.4", "comment": "Mẫu số chưa gồm hồ sơ của các quận mới sáp nhập dữ liệu."}}}},
		{"2024-10-09 08:50", "reporter-hanoi", "putFigures", "", "", values{"agency": "hanoi", "window": before,
			"cells": []any{values{"code": "1.4", "numerator": "605", "denominator": "1000"}}}},
		submit("2024-10-09 09:05", "hanoi", before),
		approve("2024-10-10 14:00", "hanoi", before),
		{"2024-10-15 08:00", "coordinator", "publishFigures", "", "", values{"window": before}},

		figures("2024-11-11 08:15", "hcm", Window, codes...),
		text("2024-11-11 10:00", "hcm", Window, "TREND", "Tỷ lệ hồ sơ trực tuyến tăng đều trong cả ba tháng."),
		submit("2024-11-12 09:30", "hcm", Window),
		figures("2024-11-12 13:30", "da-nang", Window, codes...),
		submit("2024-11-13 16:20", "da-nang", Window),
		figures("2024-11-14 08:40", "hanoi", Window, codes...),
		text("2024-11-15 09:00", "hanoi", Window, "DIFFICULTY", "Hai hệ thống một cửa chưa liên thông với Cổng Dịch vụ công quốc gia."),
		submit("2024-11-15 10:10", "hanoi", Window),
		approve("2024-11-18 09:00", "hcm", Window),
		{"2024-11-18 10:30", reviewer, "returnSubmission", "da-nang", Window, values{
			"comment": "Đề nghị kiểm tra lại hai chỉ tiêu.",
			"figures": []any{
				values{"code": "1.4", "comment": "Số liệu lệch với báo cáo tháng 10."},
				values{"code": "2.3", "comment": "Đề nghị nêu nguồn của số liệu."},
			}}},
		figures("2024-11-19 15:45", "lao-cai", Window, codes[:5]...),
		text("2024-11-19 16:00", "lao-cai", Window, "PROPOSAL", "Bổ sung kinh phí nâng cấp đường truyền cho 12 xã vùng cao."),
	}
}

// cells are the figures of a province for a window.
func cells(agency, window string, of []string) []any {
	list := make([]any, len(of))
	for n, code := range of {
		value := decimal.RequireFromString(declared[agency][slices.Index(codes, code)])
		if window == Window {
			value = decimal.Min(value.Add(growth), decimal.NewFromInt(100))
		}
		list[n] = values{"code": code, "value": value.String()}
	}
	return list
}

// String names the step where it fails.
func (s step) String() string { return fmt.Sprintf("%s by %s at %s", s.mutation, s.who, s.at) }
