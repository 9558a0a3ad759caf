package file

import (
	"time"

	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/api/service/change"
)

// SignedLink is a link that is good for a short time, for whom it was handed to.
type SignedLink struct {
	// The address: GET for a download, PUT for an upload.
	URL string
	// Until when it is good.
	ExpiresAt time.Time
}

// CreateWorkbookInput is what createWorkbook takes.
type CreateWorkbookInput struct {
	// Code of the agency.
	Agency string `json:"agency"`
	// Code of the window.
	Window string `json:"window"`
}

// CreateWorkbookUploadInput is what createWorkbookUpload takes.
type CreateWorkbookUploadInput struct {
	// Code of the agency.
	Agency string `json:"agency"`
	// Code of the window.
	Window string `json:"window"`
	// What to do with the rows.
	Mode WorkbookMode `json:"mode"`
}

// CreateEvidenceUploadInput is what createEvidenceUpload takes.
type CreateEvidenceUploadInput struct {
	// The report.
	Submission uuid.UUID `json:"submission"`
	// The indicator whose figure the file proves; the whole report when null.
	Indicator *uuid.UUID `json:"indicator,omitempty"`
}

// LinkPayload is a link, or what is wrong.
type LinkPayload struct {
	// The address: GET for a download, PUT for an upload.
	URL *string
	// Until when it is good.
	ExpiresAt *time.Time
	// What is wrong.
	UserErrors []*change.UserError
}

// WorkbookMode is what to do with the rows of an uploaded workbook.
type WorkbookMode string

// The values.
const (
	// Nothing is written: only what would be wrong is answered.
	WorkbookModeDryRun WorkbookMode = "DRY_RUN"
	// All rows are written, or none where any has a fault.
	WorkbookModeAll WorkbookMode = "ALL"
	// Rows without a fault are written.
	WorkbookModeEach WorkbookMode = "EACH"
)
