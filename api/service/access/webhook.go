package access

import (
	"context"
	"errors"
	"net/url"

	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/api/audit"
	"github.com/tiendo-vn/tiendo/api/deliver"
	"github.com/tiendo-vn/tiendo/api/service/change"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/agency"
	"github.com/tiendo-vn/tiendo/ent/db/webhook"
)

// mostURL bounds an address, in bytes.
const mostURL = 2048

// CreateWebhook registers an address to which an agency's digests are posted.
// The secret is in this answer and nowhere else the viewer can see.
func (s *Service) CreateWebhook(ctx context.Context, in CreateWebhookInput) (*CreateWebhookPayload, error) {
	p := &CreateWebhookPayload{}
	secret := deliver.NewSigningSecret()
	r := change.Request{Operation: "createWebhook", Input: in}
	id, faults, err := s.do(ctx, r, func(ctx context.Context, tx *change.Tx) (uuid.UUID, error) {
		return createWebhook(ctx, tx, in, secret)
	})
	if p.UserErrors = faults; err != nil || faults != nil {
		return p, err
	}
	shown := string(secret)
	p.Secret = &shown
	p.Webhook, err = s.Client.Webhook.Get(ctx, id)
	return p, err
}

func createWebhook(ctx context.Context, tx *change.Tx, in CreateWebhookInput, secret deliver.Secret) (uuid.UUID, error) {
	faults := checkURL(in.URL, secret)
	where, err := tx.Agency.Query().Where(agency.Code(in.Agency)).Only(ctx)
	switch {
	case db.IsNotFound(err):
		faults = append(faults, unknown("agency", in.Agency))
	case err != nil:
		return uuid.Nil, err
	default:
		by, err := administers(ctx, tx, where.ID, false)
		if err != nil {
			return uuid.Nil, err
		}
		if by == nil {
			faults = append(faults, notAdministered([]string{"agency"}, where.Code, false))
		}
	}
	if len(faults) > 0 {
		return uuid.Nil, faults
	}
	twice, err := tx.Webhook.Query().Where(webhook.AgencyID(where.ID), webhook.URL(in.URL), webhook.RemovedAtIsNil()).Exist(ctx)
	if err != nil {
		return uuid.Nil, err
	}
	if twice {
		return uuid.Nil, change.Refuse(change.Exists, []string{"url"}, change.Say(
			"Địa chỉ này đã được đăng ký cho %[1]s.", "This address is registered for %[1]s already.", where.Code))
	}
	hook, err := tx.Webhook.Create().SetAgencyID(where.ID).SetURL(in.URL).SetSecret(string(secret)).SetAt(tx.At).
		SetAuthorID(tx.Viewer.Person).Save(ctx)
	if err != nil {
		return uuid.Nil, err
	}
	tx.Record(audit.Entry{
		Action: "webhook.create", Entity: "Webhook", EntityID: &hook.ID, Agency: &where.ID, Label: where.Code,
		After: map[string]any{"host": hostOf(in.URL)},
	})
	return hook.ID, nil
}

// checkURL finds what is wrong with an address. No sentence repeats it, because
// it may hold a token.
func checkURL(address string, secret deliver.Secret) change.Faults {
	err := deliver.NewWebhooks(deliver.WebhookSettings{}).Check(deliver.Endpoint{URL: address, Secret: secret})
	switch {
	case len(address) > mostURL || !isClean(address):
		return change.Faults{change.Fault(change.Invalid, []string{"url"}, change.Say(
			"Địa chỉ phải là một dòng, tối đa %[1]d byte.", "The address has to be one line of %[1]d bytes at most.", mostURL))}
	case errors.Is(err, deliver.ErrAddress):
		return change.Faults{change.Fault(change.Invalid, []string{"url"}, change.Say(
			"Máy chủ phải có địa chỉ công khai trên Internet.", "The host has to have a public address."))}
	case err != nil:
		return change.Faults{change.Fault(change.Invalid, []string{"url"}, change.Say(
			"Địa chỉ không hợp lệ; cần https://máy-chủ/đường-dẫn, không có tên người dùng, mật khẩu hay phần sau dấu #.",
			"The address is not valid; expected https://host/path without user, password and #fragment."))}
	}
	return nil
}

// hostOf is the part of an address that may be shown: the rest may hold a
// token.
func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Host
}

// RemoveWebhook stops posting to an address.
func (s *Service) RemoveWebhook(ctx context.Context, in RemoveWebhookInput) (*CreateWebhookPayload, error) {
	p := &CreateWebhookPayload{ClientMutationID: in.ClientMutationID}
	r := change.Request{Operation: "removeWebhook", Key: in.ClientMutationID, Input: in}
	id, faults, err := s.do(ctx, r, func(ctx context.Context, tx *change.Tx) (uuid.UUID, error) { return removeWebhook(ctx, tx, in.ID) })
	if p.UserErrors = faults; err != nil || faults != nil {
		return p, err
	}
	p.Webhook, err = s.Client.Webhook.Get(ctx, id)
	return p, err
}

func removeWebhook(ctx context.Context, tx *change.Tx, id uuid.UUID) (uuid.UUID, error) {
	hook, err := tx.Webhook.Query().Where(webhook.ID(id)).WithAgency().Only(ctx)
	switch {
	case db.IsNotFound(err):
		return id, absent("id")
	case err != nil:
		return id, err
	}
	by, err := administers(ctx, tx, hook.AgencyID, false)
	switch {
	case err != nil:
		return id, err
	case by == nil: // an inspector sees it
		return id, change.Faults{notAdministered([]string{"id"}, hook.Edges.Agency.Code, false)}
	}
	n, err := tx.Webhook.Update().Where(webhook.ID(id), webhook.RemovedAtIsNil()).SetRemovedAt(tx.At).Save(ctx)
	switch {
	case err != nil:
		return id, err
	case n == 0:
		return id, over()
	}
	tx.Record(audit.Entry{
		Action: "webhook.remove", Entity: "Webhook", EntityID: &id, Agency: &hook.AgencyID, Label: hook.Edges.Agency.Code,
		Before: map[string]any{"host": hostOf(hook.URL)},
	})
	return id, nil
}
