package files

import (
	"errors"
	"net/http"

	"github.com/tiendo-vn/tiendo/api/evidence"
	"github.com/tiendo-vn/tiendo/api/service/change"
)

func tooLarge(limit int64) refusal {
	return refusal{status: http.StatusRequestEntityTooLarge, code: CodeTooLarge, said: change.Say(
		"Tệp quá lớn; nhiều nhất %[1]d byte.", "The file is too large; at most %[1]d bytes.", limit)}
}

// ofEvidence refuses a file of evidence; what it does not know is a fault of the
// instance, whose details go to the log alone.
func ofEvidence(err error) refusal {
	var (
		large    *evidence.TooLargeError
		kind     *evidence.TypeError
		declared *evidence.DeclaredError
		macro    *evidence.MacroError
		archive  *evidence.ArchiveError
	)
	switch {
	case errors.As(err, &large):
		return tooLarge(large.Limit)
	case errors.Is(err, evidence.ErrEmpty):
		return refusal{status: http.StatusUnprocessableEntity, code: CodeEmpty, said: change.Say(
			"Tệp rỗng.", "The file is empty.")}
	case errors.As(err, &kind):
		return refusal{status: http.StatusUnsupportedMediaType, code: CodeType, said: change.Say(
			"Không nhận loại tệp %[1]s; cần một trong: %[2]v.", "Files of type %[1]s are not accepted; expected one of %[2]v.",
			kind.Found, evidence.MediaTypes())}
	case errors.As(err, &declared):
		return refusal{status: http.StatusUnsupportedMediaType, code: CodeDeclaredType, said: change.Say(
			"Tệp được khai báo là %[1]q nhưng nội dung là %[2]s.", "The file is declared as %[1]q, but its content is %[2]s.",
			declared.Declared, declared.Found)}
	case errors.As(err, &macro):
		return refusal{status: http.StatusUnprocessableEntity, code: CodeMacro, said: change.Say(
			"Tài liệu có macro (%[1]s); hãy lưu lại không có macro.", "The document has a macro (%[1]s); save it without.", macro.Part)}
	case errors.As(err, &archive):
		return refusal{status: http.StatusUnprocessableEntity, code: CodeArchive, said: change.Say(
			"Tài liệu bị hỏng hoặc không đúng định dạng (%[1]s); hãy mở và lưu lại.",
			"The document is damaged or not in its format (%[1]s); open it and save it again.", archive.Part)}
	}
	return refusal{status: http.StatusInternalServerError, code: CodeInternal, said: change.Say(
		"Lỗi hệ thống; hãy báo mã yêu cầu (requestId) cho người quản trị.", "Internal error; tell the administrator the requestId.")}
}
