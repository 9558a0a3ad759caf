package evidence

import (
	"mime"
	"slices"
	"strings"
)

// The media types evidence may have.
const (
	mediaPDF  = "application/pdf"
	mediaPNG  = "image/png"
	mediaJPEG = "image/jpeg"
	mediaXLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	mediaDOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	mediaODS  = "application/vnd.oasis.opendocument.spreadsheet"
	mediaODT  = "application/vnd.oasis.opendocument.text"
	mediaCSV  = "text/csv"
	mediaText = "text/plain"
)

// mediaType is one row of the allow list.
type mediaType struct {
	name string
	// endings are what a file's name may end in; the first is given to a name
	// that ends in none of them.
	endings []string
	// aliases are other names that browsers and offices declare it by.
	aliases []string
}

var mediaTypes = []mediaType{
	{mediaPDF, []string{".pdf"}, []string{"application/x-pdf"}},
	{mediaPNG, []string{".png"}, []string{"image/x-png"}},
	{mediaJPEG, []string{".jpg", ".jpeg", ".jpe", ".jfif"}, []string{"image/jpg", "image/pjpeg"}},
	{mediaXLSX, []string{".xlsx"}, nil},
	{mediaDOCX, []string{".docx"}, nil},
	{mediaODS, []string{".ods"}, []string{"application/x-vnd.oasis.opendocument.spreadsheet"}},
	{mediaODT, []string{".odt"}, []string{"application/x-vnd.oasis.opendocument.text"}},
	// Where a spreadsheet program is installed, Windows declares CSV as its old format.
	{mediaCSV, []string{".csv", ".tsv", ".txt"},
		[]string{"application/csv", "text/x-csv", "text/comma-separated-values", "text/tab-separated-values", "application/vnd.ms-excel"}},
	{mediaText, []string{".txt", ".csv", ".tsv", ".md", ".log"}, nil},
}

// MediaTypes is the allow list: every type a received file can have.
func MediaTypes() []string {
	names := make([]string, len(mediaTypes))
	for i, m := range mediaTypes {
		names[i] = m.name
	}
	return names
}

func mediaTypeOf(name string) (mediaType, bool) {
	i := slices.IndexFunc(mediaTypes, func(m mediaType) bool { return m.name == name })
	if i < 0 {
		return mediaType{}, false
	}
	return mediaTypes[i], true
}

// settle compares what the content is with what it was declared as, and returns
// the type the file is kept under.
//
// A browser that does not know a type declares none, or octet-stream; there is
// nothing to disagree with then. Text that was declared to be CSV is CSV, since no
// content can prove that it is not.
func settle(declared, found string) (string, error) {
	declaredErr := &DeclaredError{Declared: shorten(declared), Found: found}
	base := ""
	if declared != "" {
		var err error
		if base, _, err = mime.ParseMediaType(declared); err != nil {
			return "", declaredErr
		}
	}
	if base == "" || base == "application/octet-stream" {
		return found, nil
	}
	for _, m := range mediaTypes {
		if base != m.name && !slices.Contains(m.aliases, base) {
			continue
		}
		if m.name == found || m.name == mediaCSV && found == mediaText {
			return m.name, nil
		}
	}
	return "", declaredErr
}

// endsWell reports whether a name ends in what the type's files end in.
func (m mediaType) endsWell(name string) bool {
	return slices.ContainsFunc(m.endings, func(ending string) bool {
		return len(name) > len(ending) && strings.EqualFold(name[len(name)-len(ending):], ending)
	})
}
