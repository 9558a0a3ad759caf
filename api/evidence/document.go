package evidence

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strings"
)

// The parts by which office documents say what they are.
const (
	indexOOXML  = "[Content_Types].xml"
	indexODF    = "mimetype"
	manifestODF = "META-INF/manifest.xml"
)

// mainParts are the content types of the part that makes an archive a workbook or
// a letter.
var mainParts = map[string]string{
	"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml":       mediaXLSX,
	"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": mediaDOCX,
}

// detectDocument tells the office documents apart, all of which are zip archives,
// from each other and from any other archive.
func detectDocument(ctx context.Context, content io.ReaderAt, size int64) (string, error) {
	a, err := openArchive(content, size)
	if err != nil {
		return "", err
	}
	index, err := a.read(indexOOXML, maxIndex)
	if err != nil {
		return "", err
	}
	kind, err := a.read(indexODF, maxIndex)
	if err != nil {
		return "", err
	}
	var found string
	switch {
	case index != nil && kind != nil:
		return "", &ArchiveError{Want: "either " + indexOOXML + " or " + indexODF + ", not both"}
	case index != nil:
		found, err = kindOOXML(index)
	case kind != nil:
		found, err = a.kindODF(kind)
	default:
		return mediaZIP, nil
	}
	if err != nil {
		return "", err
	}
	if err := a.checkMacros(); err != nil {
		return "", err
	}
	return found, a.unpack(ctx)
}

// checkMacros looks for the parts that hold programs: a document needs none of
// them, and an office may run them though the document's ending promises none.
func (a *archive) checkMacros() error {
	for _, f := range a.parts {
		name := strings.ToLower(f.Name)
		base := path.Base(name)
		switch {
		case strings.HasPrefix(base, "vbaproject"), strings.HasPrefix(base, "vbadata"),
			strings.Contains("/"+name, "/macrosheets/"),
			strings.Contains("/"+name, "/basic/"), strings.Contains("/"+name, "/scripts/"),
			macroEnding(base):
			return &MacroError{Part: shorten(f.Name)}
		}
	}
	return nil
}

// macroEnding reports the name of a document that may hold macros: one may be
// embedded in another.
func macroEnding(name string) bool {
	switch path.Ext(name) {
	case ".docm", ".dotm", ".xlsm", ".xltm", ".xlam", ".pptm", ".potm", ".ppam", ".ppsm":
		return true
	}
	return false
}

// kindOOXML reads the list of content types. A program may lie in a part of any
// name; what makes it one is its type.
func kindOOXML(index []byte) (string, error) {
	broken := &ArchiveError{Part: indexOOXML, Want: "a list of content types"}
	kinds := map[string]bool{}
	for d := xml.NewDecoder(bytes.NewReader(index)); ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return "", broken
		}
		element, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		for _, attr := range element.Attr {
			if attr.Name.Local != "ContentType" {
				continue
			}
			contentType := strings.ToLower(strings.TrimSpace(attr.Value))
			if strings.Contains(contentType, "macro") || strings.Contains(contentType, "vba") {
				return "", &MacroError{Part: shorten(attr.Value)}
			}
			if kind := mainParts[contentType]; kind != "" {
				kinds[kind] = true
			}
		}
	}
	switch {
	case kinds[mediaXLSX] && kinds[mediaDOCX]:
		return "", &ArchiveError{Part: indexOOXML, Want: "one kind of document"}
	case kinds[mediaXLSX]:
		return mediaXLSX, nil
	case kinds[mediaDOCX]:
		return mediaDOCX, nil
	}
	return mediaZIP, nil // presentations, drawings, packages of other kinds
}

// kindODF is the type an OpenDocument file gives itself. One with a password is
// refused: nobody could check what it proves, nor what it does.
func (a *archive) kindODF(kind []byte) (string, error) {
	manifest, err := a.read(manifestODF, maxIndex)
	if err != nil {
		return "", err
	}
	if bytes.Contains(manifest, []byte("encryption-data")) || a.named["encrypted-package"] != nil {
		return "", &ArchiveError{Part: manifestODF, Want: "no password"}
	}
	switch found := string(bytes.TrimSpace(kind)); found {
	case mediaODS, mediaODT:
		return found, nil
	}
	return mediaZIP, nil
}
