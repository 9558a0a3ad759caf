package server

import (
	"context"
	"encoding/json"
	"net/http"
	"time"
)

// initialise lets the client in, or not.
func (c *connection) initialise(payload json.RawMessage) {
	if c.begun {
		c.close(closeTooManyInits, "Too many initialisation requests")
		return
	}
	c.begun = true
	c.hello.Stop()
	authorization, err := credential(payload)
	if err != nil {
		c.close(closeInvalid, err.Error())
		return
	}
	c.request = c.request.Clone(c.ctx)
	if authorization != "" {
		c.request.Header.Set("Authorization", authorization)
	}
	introduce(c.request.Header, payload)
	if !c.enter() {
		return
	}
	c.idle.Reset(c.pace.idle) // nothing runs before the client knows that it may
	c.send(append(opening(messageAck, ""), '}'))
}

// enter makes out who is asking, and reports whether they may stay.
func (c *connection) enter() bool {
	ctx, _, cancel := beginning(c.ctx, c.limits.Timeout)
	defer cancel()
	prepared, err := c.prepare(c.request.Clone(ctx))
	if err != nil {
		c.reject(ctx, c.unprepared(ctx, err))
		return false
	}
	until := c.until(prepared)
	if until.IsZero() {
		return true
	}
	left := time.Until(until)
	if left <= 0 {
		c.close(closeUnauthorized, errExpired.Error())
		return false
	}
	c.expiry = time.AfterFunc(left, func() { c.close(closeUnauthorized, errExpired.Error()) })
	return true
}

// reject closes the connection as the answer to a request would have it.
func (c *connection) reject(ctx context.Context, a answer) {
	c.metrics.failed(a.resp.Errors)
	exchangeFrom(ctx).failed(a.resp.Errors)
	reason := ""
	if len(a.resp.Errors) > 0 {
		reason = a.resp.Errors[0].Message
	}
	switch a.status {
	case http.StatusUnauthorized, http.StatusForbidden:
		c.close(closeForbidden, reason)
	case http.StatusServiceUnavailable:
		c.close(closeTryAgainLater, reason)
	default:
		c.close(closeInternalServer, reason)
	}
}

// pong answers the client's ping with what it carried.
func (c *connection) pong(payload json.RawMessage) {
	text := opening(messagePong, "")
	if isObject(payload) {
		text = append(append(text, `,"payload":`...), payload...)
	}
	c.send(append(text, '}'))
}
