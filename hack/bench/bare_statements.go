package main

// bareStatements are the statements of the two transactions, by name.
var bareStatements = map[string]string{
	"figures": `INSERT INTO figures (id, indicator_id, stated_value, agency_id, window_id, submission_id, year, period_key, recorded_at, grade, source, prefilled)
		SELECT u.id, u.indicator, u.value, $4::uuid, $5::uuid, $6::uuid, $7::bigint, $8::text, $9::timestamptz, 'PRELIMINARY', 'DECLARED', false
		FROM unnest($1::uuid[], $2::uuid[], $3::numeric[]) AS u (id, indicator, value)`,
	"drafted": `UPDATE submissions SET version = version + 1, changed_at = $2, drafted = $3, submitted = 0, returned = 0, approved = 0
		WHERE id = $1 AND status = 'DRAFT'`,
	"submitted": `UPDATE submissions SET version = version + 1, changed_at = $2, status = 'SUBMITTED', submitted_at = $2, submitted_order = $2,
		drafted = 0, submitted = $3, returned = 0, approved = 0, late = false, excused = false, submitted_by_id = $4
		WHERE id = $1 AND status = 'DRAFT'`,
	"version": `INSERT INTO submission_versions (id, submission_id, status, version, changed_at, submitted_at, submitted_order, approved_at, late, excused,
			drafted, submitted, returned, approved, submitted_by_id, submitted_for_id, reviewer_id)
		SELECT $1::uuid, id, status, version, changed_at, submitted_at, submitted_order, approved_at, late, excused,
			drafted, submitted, returned, approved, submitted_by_id, submitted_for_id, reviewer_id FROM submissions WHERE id = $2`,
	"review": `INSERT INTO reviews (id, submission_id, agency_id, action, at, author_id, version) VALUES ($1, $2, $3, 'SUBMIT', $4, $5, 3)`,
	"head":   `SELECT sequence, hash FROM event_chains WHERE chain = $1 FOR UPDATE`,
	"event": `INSERT INTO events (id, at, actor, actor_id, action, entity, entity_id, agency_id, label, before, after, sequence, previous_hash, hash)
		VALUES ($1, $2, $3, $4, $5, 'Submission', $6, $7, $8, $9, $10, $11, $12, $13)`,
	"extend":   `UPDATE event_chains SET sequence = $2, hash = $3 WHERE chain = $1`,
	"remember": `INSERT INTO idempotency_keys (id, caller_id, key, operation, input_hash, answer, at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
	"notify":   `SELECT pg_notify($1, $2)`,
}

// The statements of a transaction are those above, and its begin and commit.
const (
	statementsOfBarePut    = 10
	statementsOfBareSubmit = 10
)
