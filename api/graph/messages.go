package graph

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/99designs/gqlgen/graphql/errcode"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/tiendo-vn/tiendo/api/server/language"
	"github.com/tiendo-vn/tiendo/api/service/change"
	"github.com/tiendo-vn/tiendo/ent/page"
)

// A fault is what a client is told: a code, the value that is wrong, what was
// expected of it, and the argument it was given for; or a sentence that is
// there already.
type fault struct {
	code, value, expected, argument string
	said                            change.Sentence
}

// userFault turns faults of a change into what a client is told. Changes answer
// them in their payload; this is for those found where there is none.
func userFault(found change.Faults) fault {
	f := fault{code: CodeInvalidInput}
	for n, e := range found {
		if n > 0 {
			f.said.Vi, f.said.En = f.said.Vi+" ", f.said.En+" "
		}
		f.said.Vi, f.said.En = f.said.Vi+e.Message.Vi, f.said.En+e.Message.En
		if e.Code == change.NotAllowed {
			f.code = CodeForbidden
		}
	}
	return f
}

// pageFault turns a fault of a page request into what a client is told.
func pageFault(e *page.Error) fault {
	if e.Code == page.BadSize {
		return fault{code: e.Code, value: strconv.Itoa(e.Size), argument: e.Argument}
	}
	return fault{code: e.Code, value: e.Value, argument: e.Argument}
}

// in returns the sentence in a language.
func (f fault) in(l language.Language) string {
	f.value = shorten(f.value)
	vi := l == language.Vietnamese
	if f.said != (change.Sentence{}) {
		return f.said.In(vi)
	}
	switch f.code {
	case page.BadSize:
		if vi {
			return fmt.Sprintf("%s: %s không hợp lệ; cần một số từ 0 đến %d.", f.argument, f.value, page.Max)
		}
		return fmt.Sprintf("%s: %s is not a page size; expected 0 to %d.", f.argument, f.value, page.Max)
	case page.BothEnds:
		if vi {
			return "Chỉ dùng một trong hai: first hoặc last."
		}
		return "Give first or last, not both."
	case page.InvalidCursor:
		if vi {
			return fmt.Sprintf("Con trỏ %q không hợp lệ; hãy dùng giá trị cursor do truy vấn trước trả về.", f.value)
		}
		return fmt.Sprintf("%q is not a cursor; expected one that an earlier answer gave.", f.value)
	case page.CursorOrder:
		if vi {
			return "Con trỏ thuộc một cách sắp xếp khác; hãy giữ nguyên orderBy khi chuyển trang."
		}
		return "The cursor belongs to another order; keep orderBy while paging."
	case page.EmptyCondition:
		if vi {
			return "where: điều kiện trong not, and, or hoặc has…With không được để trống."
		}
		return "where: a condition within not, and, or or has…With says nothing."
	case CodeInvalidID:
		if vi {
			return fmt.Sprintf("%q không phải là mã định danh hợp lệ; cần một id do hệ thống này trả về.", f.value)
		}
		return fmt.Sprintf("%q is not an id; expected one that this API gave.", f.value)
	case CodeInvalidInput:
		if vi {
			return fmt.Sprintf("%s%q không hợp lệ; cần: %s.", prefix(f.argument), f.value, f.expected)
		}
		return fmt.Sprintf("%s%q is not valid; expected %s.", prefix(f.argument), f.value, f.expected)
	case CodeForbidden:
		if vi {
			return "Không được phép."
		}
		return "Not allowed."
	case CodeUnauthenticated:
		if vi {
			return "Thông tin đăng nhập không được chấp nhận; hãy đăng nhập lại."
		}
		return "The credential is refused. " + f.expected
	case CodeUnavailable:
		if vi {
			return "Hiện không thể kiểm tra thông tin đăng nhập; hãy thử lại sau."
		}
		return "Who is asking cannot be checked right now; try again later."
	case CodeTimeout:
		if vi {
			return "Yêu cầu mất quá nhiều thời gian và đã bị dừng; hãy thu hẹp phạm vi."
		}
		return "The request took too long and was stopped; ask for less."
	}
	if vi {
		return "Lỗi hệ thống; hãy báo mã yêu cầu (requestId) cho người quản trị."
	}
	return "Internal error; tell the administrator the requestId."
}

// known says in the client's language what sort of fault an error of the
// document is; the particulars stay in the language of the specification.
func known(err *gqlerror.Error, l language.Language) *gqlerror.Error {
	lead := map[any]string{
		errcode.ParseFailed:      "Truy vấn sai cú pháp GraphQL: ",
		errcode.ValidationFailed: "Truy vấn không hợp lệ với lược đồ: ",
	}[err.Extensions["code"]]
	if l != language.Vietnamese || lead == "" {
		return err
	}
	local := *err
	local.Message = lead + err.Message
	return &local
}

// shorten bounds what a sentence repeats of the client's text.
func shorten(s string) string {
	const most = 100
	if len(s) > most {
		return strings.ToValidUTF8(s[:most], "") + "…"
	}
	return s
}

func prefix(argument string) string {
	if argument == "" {
		return ""
	}
	return argument + ": "
}
