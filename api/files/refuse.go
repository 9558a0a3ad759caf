package files

import (
	"context"
	"errors"
	"net/http"

	"github.com/tiendo-vn/tiendo/api/link"
	"github.com/tiendo-vn/tiendo/api/server/language"
	"github.com/tiendo-vn/tiendo/api/server/requestid"
	"github.com/tiendo-vn/tiendo/api/service/change"
	"github.com/tiendo-vn/tiendo/api/service/file"
	"github.com/tiendo-vn/tiendo/api/sheet"
)

// Codes of refusals that only links and files have; the others are those of
// change.UserErrorCode and sheet.FaultCode. Clients may depend on them.
const (
	CodeLinkInvalid  = "LINK_INVALID"
	CodeLinkExpired  = "LINK_EXPIRED"
	CodeBadHeader    = "BAD_HEADER"
	CodeCutOff       = "CUT_OFF"
	CodeTooLarge     = "TOO_LARGE"
	CodeEmpty        = "EMPTY"
	CodeType         = "TYPE_NOT_ACCEPTED"
	CodeDeclaredType = "TYPE_DISAGREES"
	CodeMacro        = "MACRO"
	CodeArchive      = "DAMAGED"
	CodeTimeout      = "TIMEOUT"
	CodeInternal     = "INTERNAL"
)

// errEnded is a link whose person has no access any more.
var errEnded = change.Refuse(change.NotAllowed, nil, change.Say(
	"Quyền truy cập của người nhận liên kết đã kết thúc.", "The access of whom the link was handed to has ended."))

// cutOff is a body that did not come whole.
type cutOff struct{ error }

func (c *cutOff) Unwrap() error { return c.error }

// badHeader is a header that cannot be read.
type badHeader struct{ name string }

func (b *badHeader) Error() string { return "header " + b.name + " cannot be read" }

// A refusal is what the client is told.
type refusal struct {
	status  int
	code    string
	said    change.Sentence
	changes []formChange
}

// formChange is a change of the form as programs read it.
type formChange struct {
	Indicator string `json:"indicator"`
	What      string `json:"what"`
	Was       string `json:"was,omitempty"`
	Is        string `json:"is,omitempty"`
}

// refuse answers an error: a stable code, and a sentence in the client's language
// and in both.
func (h *handlers) refuse(w http.ResponseWriter, r *http.Request, err error) {
	refused := classify(err)
	if refused.status >= http.StatusInternalServerError {
		h.Logger.ErrorContext(r.Context(), "a file could not be served", "error", err, "path", r.URL.Path)
	}
	header := w.Header()
	header.Del("Content-Disposition")
	type messages struct {
		Vi string `json:"vi"`
		En string `json:"en"`
	}
	answer(w, refused.status, struct {
		Code      string       `json:"code"`
		Message   string       `json:"message"`
		Messages  messages     `json:"messages"`
		Changes   []formChange `json:"changes,omitempty"`
		RequestID string       `json:"requestId,omitempty"`
	}{
		refused.code, refused.said.In(language.From(r.Context()) == language.Vietnamese), messages(refused.said),
		refused.changes, requestid.From(r.Context()),
	})
}

// classify finds out what kind of fault an error is.
func classify(err error) refusal {
	var (
		faults   change.Faults
		expired  *link.ExpiredError
		outdated *file.Outdated
		fault    *sheet.Fault
		large    *http.MaxBytesError
		header   *badHeader
	)
	switch {
	case errors.Is(err, link.ErrInvalid):
		return refusal{status: http.StatusForbidden, code: CodeLinkInvalid, said: change.Say(
			"Liên kết không hợp lệ; hãy lấy liên kết mới.", "The link is not valid; ask for a new one.")}
	case errors.As(err, &expired):
		return refusal{status: http.StatusForbidden, code: CodeLinkExpired, said: change.Say(
			"Liên kết đã hết hạn; hãy lấy liên kết mới.", "The link has expired; ask for a new one.")}
	case errors.As(err, &faults):
		return ofFaults(faults)
	case errors.As(err, &outdated):
		refused := ofFault(outdated.Fault)
		for _, c := range outdated.Changes {
			refused.changes = append(refused.changes, formChange{c.Indicator, c.What, c.Was, c.Is})
		}
		return refused
	case errors.As(err, &fault):
		return ofFault(fault)
	case errors.As(err, &large):
		return tooLarge(large.Limit)
	case errors.As(err, &header):
		return refusal{status: http.StatusBadRequest, code: CodeBadHeader, said: change.Say(
			"Không đọc được tiêu đề %[1]s.", "The header %[1]s cannot be read.", header.name)}
	case errors.As(err, new(*cutOff)):
		return refusal{status: http.StatusBadRequest, code: CodeCutOff, said: change.Say(
			"Không nhận được toàn bộ tệp; hãy gửi lại.", "The file did not arrive whole; send it again.")}
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		return refusal{status: http.StatusServiceUnavailable, code: CodeTimeout, said: change.Say(
			"Yêu cầu mất quá nhiều thời gian; hãy thử lại sau.", "The request took too long; try again later.")}
	}
	return ofEvidence(err)
}

// ofFaults turns faults of a change into a refusal. What may not be seen and what
// may not be done are both the end of a link.
func ofFaults(faults change.Faults) refusal {
	refused := refusal{status: http.StatusUnprocessableEntity, code: string(faults[0].Code)}
	switch faults[0].Code {
	case change.NotFound, change.NotAllowed:
		refused.status = http.StatusForbidden
	case change.WrongState, change.NotOpen, change.Locked, change.Conflict, change.KeyReused:
		refused.status = http.StatusConflict
	}
	for n, f := range faults {
		if n > 0 {
			refused.said.Vi, refused.said.En = refused.said.Vi+" ", refused.said.En+" "
		}
		refused.said.Vi, refused.said.En = refused.said.Vi+f.Message.Vi, refused.said.En+f.Message.En
	}
	return refused
}

// ofFault refuses a workbook.
func ofFault(f *sheet.Fault) refusal {
	refused := refusal{status: http.StatusUnprocessableEntity, code: string(f.Code), said: change.Sentence{Vi: f.MessageVi, En: f.MessageEn}}
	switch f.Code {
	case sheet.FaultTooLarge:
		refused.status = http.StatusRequestEntityTooLarge
	case sheet.FaultNotWorkbook, sheet.FaultEncrypted:
		refused.status = http.StatusUnsupportedMediaType
	}
	return refused
}
