package job

import "github.com/tiendo-vn/tiendo/api/service/change"

// A Service makes the changes of this package.
type Service struct{ *change.Store }
