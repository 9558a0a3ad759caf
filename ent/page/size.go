package page

// Default and Max are the numbers of edges on a page where the client names
// none, and the most it may name.
const (
	Default = 50
	Max     = 200
)

// The faults of a page request.
const (
	InvalidCursor  = "INVALID_CURSOR"
	CursorOrder    = "CURSOR_ORDER"
	BothEnds       = "FIRST_AND_LAST"
	BadSize        = "INVALID_PAGE_SIZE"
	EmptyCondition = "EMPTY_CONDITION"
)

// Error is a fault of a page request: which one, in which argument, with
// which value.
type Error struct {
	Code     string
	Argument string
	Value    string
	Size     int
}

// Error names the fault; clients get a translated sentence instead.
func (e *Error) Error() string { return "page: " + e.Code + " " + e.Argument + " " + e.Value }

// Size returns first and last with the default filled in.
func Size(first, last *int) (*int, *int) {
	if first == nil && last == nil {
		size := Default
		return &size, nil
	}
	return first, last
}

// Validate refuses a page that is not 0 to Max edges from one end.
func Validate(first, last *int) error {
	if first != nil && last != nil {
		return &Error{Code: BothEnds}
	}
	for name, n := range map[string]*int{"first": first, "last": last} {
		if n != nil && (*n < 0 || *n > Max) {
			return &Error{Code: BadSize, Argument: name, Size: *n}
		}
	}
	return nil
}
