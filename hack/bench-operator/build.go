package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/tiendo-vn/tiendo/operator/agencies"
	"github.com/tiendo-vn/tiendo/operator/operatortest"
)

// buildOperator builds the program that is the operator. Where agencies were
// invented, their lines are laid over the operator's table: the plan has no 500
// agencies, and the operator takes no Tenant of an unknown one. Nothing else
// differs.
func buildOperator(ctx context.Context, folder string, invented []agencies.Agency) (string, error) {
	step("building the operator")
	program := filepath.Join(folder, "operator")
	args := []string{"build", "-trimpath", "-buildvcs=false", "-ldflags", "-s -w", "-o", program}
	if len(invented) > 0 {
		overlay, err := layOver(folder, invented)
		if err != nil {
			return "", err
		}
		args = append(args, "-overlay", overlay)
	}
	cmd := exec.CommandContext(ctx, "go", append(args, "./hack/bench-operator")...)
	cmd.Dir = operatortest.Root()
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("%w\n%s", err, out)
	}
	return program, nil
}

// layOver writes a longer table and says where the compiler is to take it.
func layOver(folder string, invented []agencies.Agency) (string, error) {
	table := filepath.Join(operatortest.Root(), "operator", "agencies", "table.go")
	text, err := os.ReadFile(table)
	if err != nil {
		return "", err
	}
	text, ok := bytes.CutSuffix(text, []byte("}\n"))
	if !ok {
		return "", fmt.Errorf("%s: expected the table at the end", table)
	}
	longer := bytes.NewBuffer(text)
	for _, a := range invented {
		fmt.Fprintf(longer, "\t{Code: %q, Name: %q, NameEn: %q, Kind: %q},\n", a.Code, a.Name, a.NameEn, a.Kind)
	}
	longer.WriteString("}\n")
	instead := filepath.Join(folder, "table.go")
	if err := os.WriteFile(instead, longer.Bytes(), 0o600); err != nil {
		return "", err
	}
	overlay, err := json.Marshal(map[string]any{"Replace": map[string]string{table: instead}})
	if err != nil {
		return "", err
	}
	file := filepath.Join(folder, "overlay.json")
	return file, os.WriteFile(file, overlay, 0o600)
}
