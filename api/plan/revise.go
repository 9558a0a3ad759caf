package plan

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"
)

// revise writes rows that are versions. It ends the versions in force before it
// adds the new ones: at most one may be in force at any moment.
//
// supersede sets superseded_at, the only column of a version that ever changes;
// stamp gives the fields that depend on the load itself.
func revise[C create[M], X bulk, M mutation](
	ctx context.Context, w *writer, steps []step,
	newRow func() C, newRows func(...C) X, supersede func(context.Context, []uuid.UUID) error, stamp func(step) []field,
) error {
	var ended []uuid.UUID
	records := make([]record, len(steps))
	for i, s := range steps {
		records[i] = s.want
		records[i].initial = slices.Concat(s.want.initial, stamp(s))
		if s.Kind != Supersede {
			continue
		}
		ended = append(ended, s.have.id)
		if err := w.note(s); err != nil {
			return err
		}
	}
	for chunk := range slices.Chunk(ended, chunkSize) {
		if err := supersede(ctx, chunk); err != nil {
			return fmt.Errorf("supersede %d rows: %w", len(chunk), err)
		}
	}
	return insert(ctx, records, newRow, newRows, nil, w.counter(steps))
}
