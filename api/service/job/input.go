package job

import (
	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/api/service/change"
	"github.com/tiendo-vn/tiendo/ent/db"
)

// RequeueJobInput is what requeueJob takes.
type RequeueJobInput struct {
	// The job.
	ID uuid.UUID `json:"id"`
	// Repeating a change with the same key gives the first answer.
	ClientMutationID *string `json:"clientMutationId,omitempty"`
}

// RequeueJobPayload is what requeueJob answers.
type RequeueJobPayload struct {
	// The key given.
	ClientMutationID *string
	// The job.
	Job *db.Job
	// What is wrong.
	UserErrors []*change.UserError
}
