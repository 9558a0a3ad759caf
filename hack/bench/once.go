package main

import "context"

// profiledWindows is for how many windows reports are submitted to be profiled.
const profiledWindows = 3

// countSubmit returns how many statements the graph sends to enter figures and to
// submit a report.
func (c *cycle) countSubmit(ctx context.Context) (put, submit int, err error) {
	p, err := c.counted(ctx)
	if err != nil {
		return 0, 0, err
	}
	defer p.stop()
	windows, err := openWindows(ctx, c.DB, 1)
	if err != nil {
		return 0, 0, err
	}
	drafts, err := begin(ctx, p, 1, c.reporters[:1], &windows[0], c.indicators)
	if err != nil {
		return 0, 0, err
	}
	k := graphDesks(p, 1, drafts)[0]
	if put, err = p.counting(ctx, func() error { return k.put(ctx, &drafts[0]) }); err != nil {
		return 0, 0, err
	}
	submit, err = p.counting(ctx, func() error { return k.submit(ctx, &drafts[0]) })
	return put, submit, err
}

// profileSubmits submits once more to a server that leaves profiles, where they
// are asked for. Reports are begun on another, so that the profiles are of what
// is measured.
func (c *cycle) profileSubmits(ctx context.Context) error {
	if c.profile == "" {
		return nil
	}
	windows, err := openWindows(ctx, c.DB, profiledWindows)
	if err != nil {
		return err
	}
	var drafts []draft
	other, err := startPeer(ctx, peerGraph, c.url, c.connections, peerData+"="+c.data)
	if err != nil {
		return err
	}
	for n := range windows {
		all, err := begin(ctx, other, c.connections, c.reporters, &windows[n], c.indicators)
		if err != nil {
			other.stop()
			return err
		}
		drafts = append(drafts, all...)
	}
	other.stop()
	p, err := startPeer(ctx, peerGraph, c.url, c.connections, peerData+"="+c.data, peerProfile+"="+c.profile)
	if err != nil {
		return err
	}
	defer p.stop()
	step("submitting for the profiles")
	_, err = handIn(ctx, drafts, graphDesks(p, c.connections, drafts))
	return err
}
