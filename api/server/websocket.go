package server

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/gorilla/websocket"

	"github.com/tiendo-vn/tiendo/api/server/requestid"
)

// newUpgrader turns requests into websockets. It lets pages of this host in,
// those that the settings name, and programs, which send no Origin: any other
// page would speak with whatever the browser adds to the handshake by itself.
func (e *endpoint) newUpgrader(from origins) websocket.Upgrader {
	return websocket.Upgrader{
		HandshakeTimeout: e.pace.write,
		Subprotocols:     []string{subprotocol},
		WriteBufferPool:  &sync.Pool{},
		CheckOrigin:      from.mayOpen,
		Error: func(w http.ResponseWriter, r *http.Request, status int, reason error) {
			e.refuseSocket(w, r, refusedHandshake(r, status, reason))
		},
	}
}

// serveSocket answers on a websocket until it is closed.
func (e *endpoint) serveSocket(w http.ResponseWriter, r *http.Request) {
	if !slices.Contains(websocket.Subprotocols(r), subprotocol) {
		e.refuseSocket(w, r, refuse(http.StatusBadRequest, CodeBadRequest, "the websocket must offer the subprotocol %q", subprotocol))
		return
	}
	out, ok := e.rooms.enter()
	if !ok {
		e.refuseSocket(w, r, e.rooms.full())
		return
	}
	defer out()
	leave, ok := e.streams.join()
	if !ok {
		e.refuseSocket(w, r, refuse(http.StatusServiceUnavailable, CodeUnavailable, "%s", errStopping))
		return
	}
	defer leave()
	socket, err := e.upgrader.Upgrade(w, r, http.Header{requestid.Header: {RequestID(r.Context())}})
	if err != nil {
		return // it was answered, or there is nobody to answer
	}
	newConnection(e, socket, r).serve()
}

// refuseSocket answers a handshake that does not come about.
func (e *endpoint) refuseSocket(w http.ResponseWriter, r *http.Request, refused *refusal) {
	a := e.refused(r.Context(), refused)
	e.metrics.failed(a.resp.Errors)
	exchangeFrom(r.Context()).failed(a.resp.Errors)
	w.Header().Set("Sec-Websocket-Version", "13")
	e.reply(w, r, a, mediaJSON)
}

// refusedHandshake says what the library found, in our form.
func refusedHandshake(r *http.Request, status int, reason error) *refusal {
	switch status {
	case http.StatusForbidden:
		return refuse(status, CodeForbidden, "pages of %q may not open a websocket here", shorten(r.Header.Get("Origin")))
	case http.StatusMethodNotAllowed:
		return methodNotAllowed(http.MethodGet, "a websocket begins with GET")
	case http.StatusInternalServerError:
		return refuse(status, CodeInternal, "this connection cannot become a websocket")
	}
	return refuse(status, CodeBadRequest, "%s", strings.TrimPrefix(fmt.Sprint(reason), "websocket: "))
}
