// Package access says who somebody is here and what they may, gives and takes
// roles, and keeps the credentials of programs.
package access

import "github.com/tiendo-vn/tiendo/api/service/change"

// A Service signs in, and makes the changes of this package.
type Service struct {
	*change.Store

	unreached unreached
}
