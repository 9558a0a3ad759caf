package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"

	"github.com/tiendo-vn/tiendo/api/catalogue"
)

// errorsPage is the page of all codes, for front-end teams.
func errorsPage(schema string) (string, error) {
	described, err := userErrorCodes(schema)
	if err != nil {
		return "", err
	}
	var users []catalogue.Entry
	for _, e := range catalogue.Users() {
		e.Meaning.En = described[e.Code]
		users = append(users, e)
	}
	var b strings.Builder
	b.WriteString(`# Codes / Các mã

Written by ` + "`make generate`" + `. Programs decide by the code, which is stable; the
sentences beside it are for people and follow Accept-Language. Statuses are those of
application/graphql-response+json, where the code is the answer's first error.

Sinh bởi ` + "`make generate`" + `. Chương trình dựa vào mã, vốn ổn định; câu chữ đi kèm dành cho
người đọc và theo Accept-Language.
`)
	table(&b, "Errors of the request / Lỗi của yêu cầu",
		"`errors[].extensions.code`; nothing was executed and there is no `data`. / Không có gì được thực hiện và không có `data`.", catalogue.Requests())
	table(&b, "Errors at a field / Lỗi tại một trường",
		"`errors[].extensions.code` with a `path`; the field is null. / Kèm `path`; trường đó là null.", catalogue.Fields())
	table(&b, "Faults of a change / Lỗi của một thay đổi",
		"`userErrors[].code` of every mutation, with a `path` into the input; nothing was written. / Trong mọi thay đổi, kèm `path` trong đầu vào; không có gì được ghi.", users)
	return b.String(), nil
}

func table(b *strings.Builder, title, about string, entries []catalogue.Entry) {
	fmt.Fprintf(b, "\n## %s\n\n%s\n\n| code | HTTP | meaning / ý nghĩa | what to do / cần làm gì |\n|---|---|---|---|\n", title, about)
	for _, e := range entries {
		fmt.Fprintf(b, "| `%s` | %s | %s<br>%s | %s<br>%s |\n", e.Code, e.Status, e.Meaning.En, e.Meaning.Vi, e.Remedy.En, e.Remedy.Vi)
	}
}

// userErrorCodes is the enum's values and what the schema says of them.
func userErrorCodes(path string) (map[string]string, error) {
	sdl, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	doc, err := parser.ParseSchema(&ast.Source{Name: path, Input: string(sdl)})
	if err != nil {
		return nil, err
	}
	described := map[string]string{}
	if enum := doc.Definitions.ForName("UserErrorCode"); enum != nil {
		for _, v := range enum.EnumValues {
			described[v.Name] = v.Description
		}
	}
	return described, nil
}
