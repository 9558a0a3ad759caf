// Package deliver brings reminders about reporting deadlines to people, by mail,
// and to systems, by signed webhooks.
//
// It renders a Digest in Vietnamese or English, sends it with a Mailer or posts
// it with Webhooks, and says by Retryable whether a failure is worth another try
// and by Backoff when. What is due, to whom it goes and what was already sent is
// for the caller to know: nothing here has a memory.
//
// A delivery may happen twice, when the connection breaks between the receiver's
// acceptance and our hearing of it. Both channels therefore carry the caller's
// key: as the Message-ID of a mail and as the webhook-id of a request.
package deliver
