package sheet

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A FaultCode names a reason to refuse a file as a whole. Clients may depend on
// them; the sentences beside them may change.
type FaultCode string

// The reasons.
const (
	FaultNotWorkbook   FaultCode = "NOT_XLSX"         // something else than an .xlsx file
	FaultEncrypted     FaultCode = "OLD_OR_ENCRYPTED" // an .xls file, or one with a password
	FaultTooLarge      FaultCode = "TOO_LARGE"        // over Limits.MaxBytes
	FaultTooComplex    FaultCode = "TOO_COMPLEX"      // beyond a limit once unzipped
	FaultUnreadable    FaultCode = "UNREADABLE"       // damaged, or made by hand to look so
	FaultMacro         FaultCode = "MACRO"            // code inside
	FaultExternalLink  FaultCode = "EXTERNAL_LINK"    // draws on another file or server
	FaultEmbedded      FaultCode = "EMBEDDED_OBJECT"  // carries another file or control
	FaultNoStamp       FaultCode = "NO_STAMP"         // not made by Write
	FaultBadStamp      FaultCode = "BAD_STAMP"        // the hidden sheet was changed
	FaultWrongAgency   FaultCode = "WRONG_AGENCY"     // the file of another agency
	FaultWrongWindow   FaultCode = "WRONG_WINDOW"     // the file of another window
	FaultCatalogue     FaultCode = "WRONG_CATALOGUE"  // made from another version of the catalogue
	FaultNoSheet       FaultCode = "NO_SHEET"         // a sheet is missing
	FaultBadSheet      FaultCode = "BAD_SHEET"        // a sheet lost its hidden column or header
	FaultUnknownRow    FaultCode = "UNKNOWN_ROW"      // a row the file was not made with
	FaultDuplicatedRow FaultCode = "DUPLICATED_ROW"   // a row that is there twice
)

// A Fault refuses a file as a whole: nothing in it may be stored.
type Fault struct {
	Code FaultCode
	// Where is the part, sheet or cell at fault; empty where it is the file.
	Where string
	// Found is what is there and Expected what should be. For WRONG_CATALOGUE
	// they are the two versions.
	Found, Expected string
	// MessageVi and MessageEn say it to people, with what to do.
	MessageVi, MessageEn string
}

// Error is the code and the English sentence.
func (f *Fault) Error() string { return fmt.Sprintf("workbook: %s: %s", f.Code, f.MessageEn) }

// faultSentences are what people are told: %[1]s is where, %[2]s what was
// found, %[3]s what was expected.
var faultSentences = map[FaultCode]struct{ vi, en string }{
	FaultNotWorkbook: {
		"Tệp không phải là sổ tính Excel (.xlsx): %[2]s. Hãy gửi đúng tệp .xlsx đã tải về từ hệ thống.",
		"The file is not an Excel workbook (.xlsx): %[2]s. Send the .xlsx file that the system handed out."},
	FaultEncrypted: {
		"Tệp có đặt mật khẩu hoặc ở định dạng .xls cũ. Hãy bỏ mật khẩu và lưu lại dưới dạng .xlsx.",
		"The file has a password or is in the old .xls format. Remove the password and save it as .xlsx."},
	FaultTooLarge: {
		"Tệp có %[2]s byte, vượt mức cho phép %[3]s byte. Hãy xóa hình ảnh và nội dung không thuộc biểu mẫu.",
		"The file has %[2]s bytes; at most %[3]s are allowed. Remove pictures and whatever is not part of the form."},
	FaultTooComplex: {
		"Nội dung tệp vượt mức cho phép (%[1]s: %[2]s, tối đa %[3]s). Hãy tải lại biểu mẫu và chỉ nhập vào các ô nhập liệu.",
		"The content of the file is beyond a limit (%[1]s: %[2]s, at most %[3]s). Download the form again and fill in its input cells only."},
	FaultUnreadable: {
		"Không đọc được tệp (%[1]s: %[2]s). Hãy mở tệp bằng Excel hoặc LibreOffice, lưu lại dưới dạng .xlsx rồi gửi lại.",
		"The file cannot be read (%[1]s: %[2]s). Open it in Excel or LibreOffice, save it as .xlsx and send it again."},
	FaultMacro: {
		"Tệp chứa macro (%[1]s). Hãy lưu lại dưới dạng .xlsx không có macro.",
		"The file contains macros (%[1]s). Save it as an .xlsx file without macros."},
	FaultExternalLink: {
		"Tệp có liên kết dữ liệu tới nguồn bên ngoài (%[1]s). Hãy ngắt liên kết (Data, Edit Links) rồi gửi lại.",
		"The file draws data from elsewhere (%[1]s). Break the links (Data, Edit Links) and send it again."},
	FaultEmbedded: {
		"Tệp có đối tượng nhúng hoặc nút điều khiển (%[1]s). Hãy xóa chúng rồi gửi lại.",
		"The file carries an embedded object or a control (%[1]s). Remove it and send the file again."},
	FaultNoStamp: {
		"Tệp không phải biểu mẫu do hệ thống phát hành (thiếu trang ẩn %[1]s). Hãy tải lại biểu mẫu và nhập số liệu vào đó.",
		"The file is not a form that the system handed out (the hidden sheet %[1]s is missing). Download the form again and fill it in."},
	FaultBadStamp: {
		"Trang ẩn của biểu mẫu đã bị thay đổi (%[1]s: %[2]s). Hãy tải lại biểu mẫu và nhập số liệu vào đó.",
		"The form's hidden sheet was changed (%[1]s: %[2]s). Download the form again and fill it in."},
	FaultWrongAgency: {
		"Biểu mẫu được phát hành cho đơn vị %[2]s, không phải %[3]s.",
		"The form was made for agency %[2]s, not for %[3]s."},
	FaultWrongWindow: {
		"Biểu mẫu được phát hành cho kỳ báo cáo %[2]s, không phải %[3]s.",
		"The form was made for reporting window %[2]s, not for %[3]s."},
	FaultCatalogue: {
		"Biểu mẫu theo danh mục chỉ tiêu phiên bản %[2]s; phiên bản hiện hành là %[3]s. Hãy tải lại biểu mẫu và chuyển số liệu sang.",
		"The form follows version %[2]s of the catalogue; version %[3]s is in force. Download the form again and carry the figures over."},
	FaultNoSheet: {
		"Thiếu trang %[1]s. Hãy khôi phục trang này hoặc tải lại biểu mẫu.",
		"The sheet %[1]s is missing. Restore it or download the form again."},
	FaultBadSheet: {
		"Trang %[1]s đã mất cột mã hoặc dòng tiêu đề: có %[2]s, cần %[3]s. Hãy tải lại biểu mẫu.",
		"The sheet lost its column of codes or its header at %[1]s: found %[2]s, expected %[3]s. Download the form again."},
	FaultUnknownRow: {
		"Dòng tại ô %[1]s có mã %[2]s không thuộc biểu mẫu này. Hãy xóa dòng đó hoặc tải lại biểu mẫu.",
		"The row at %[1]s has the code %[2]s, which is not in this form. Delete the row or download the form again."},
	FaultDuplicatedRow: {
		"Mã %[2]s xuất hiện hai lần: tại ô %[3]s và ô %[1]s. Hãy xóa một dòng.",
		"The code %[2]s is there twice: at %[3]s and at %[1]s. Delete one of the rows."},
}

// fault makes a Fault with its sentences.
func fault(code FaultCode, where, found, expected string) *Fault {
	where, found, expected = shorten(where), shorten(found), shorten(expected)
	s := faultSentences[code]
	return &Fault{
		Code: code, Where: where, Found: found, Expected: expected,
		MessageVi: fill(s.vi, where, found, expected), MessageEn: fill(s.en, where, found, expected),
	}
}

// fill puts values into a sentence, which may leave any of them out.
func fill(sentence string, values ...any) string {
	return fmt.Sprintf(sentence+"%[4]s", append(values, "")...)
}

// shorten keeps sentences readable: a value from a file may be a whole page,
// and hold characters that do something to a terminal.
func shorten(value string) string {
	const most = 80
	value = strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\r' || r == '\t':
			return ' '
		case unicode.IsControl(r):
			return unicode.ReplacementChar
		}
		return r
	}, value)
	if utf8.RuneCountInString(value) > most {
		return string([]rune(value)[:most]) + "…"
	}
	return value
}
