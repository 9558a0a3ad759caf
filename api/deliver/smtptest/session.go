package smtptest

import (
	"crypto/tls"
	"encoding/base64"
	"io"
	"net"
	"net/textproto"
	"strings"
)

// say replies to what the client said, and reports whether to go on.
func (s *Server) say(conn net.Conn, p *textproto.Conn, said, reply string) bool {
	if scripted := s.scripted(said); scripted != "" {
		reply = scripted
	}
	switch reply {
	case Drop:
		return false
	case Hang:
		s.reached <- said
		_, _ = io.Copy(io.Discard, conn) // until the client goes
		return false
	}
	return p.PrintfLine("%s", reply) == nil && !strings.HasPrefix(reply, "421")
}

func (s *Server) serve(conn net.Conn) {
	defer func() { _ = conn.Close() }()
	encrypt := func() { conn = tls.Server(conn, &tls.Config{Certificates: []tls.Certificate{s.certificate}}) }
	if s.settings.Implicit {
		encrypt()
	}
	p := textproto.NewConn(conn)
	if !s.say(conn, p, Greeting, "220 "+Host+" ready") {
		return
	}
	var mail Letter
	for {
		said, err := p.ReadLine()
		if err != nil {
			return
		}
		_, encrypted := conn.(*tls.Conn)
		s.mu.Lock()
		s.commands = append(s.commands, map[bool]string{true: "(tls)"}[encrypted]+said)
		s.mu.Unlock()
		verb, rest, _ := strings.Cut(said, " ")
		reply := "250 OK"
		switch strings.ToUpper(verb) {
		case "EHLO":
			reply = "250-" + Host + "\r\n250-SMTPUTF8"
			if !encrypted && !s.settings.NoStartTLS {
				reply += "\r\n250-STARTTLS"
			}
			if s.settings.Mechanisms != "" {
				reply += "\r\n250-AUTH " + s.settings.Mechanisms
			}
			reply += "\r\n250 8BITMIME"
		case "STARTTLS":
			if !s.say(conn, p, said, "220 go on") {
				return
			}
			if s.scripted(said) != "" {
				continue
			}
			encrypt()
			p = textproto.NewConn(conn)
			continue
		case "AUTH":
			reply = s.authenticate(p, rest)
		case "MAIL":
			mail = Letter{From: rest}
		case "RCPT":
			mail.To = append(mail.To, rest)
		case "DATA":
			if !s.say(conn, p, said, "354 go on") {
				return
			}
			if s.scripted(said) != "" {
				continue
			}
			data, err := p.ReadDotBytes()
			if err != nil {
				return
			}
			mail.Data, said = string(data), Content
		case "QUIT":
			_ = s.say(conn, p, said, "221 bye")
			return
		case "*":
			reply = "501 cancelled"
		}
		if !s.say(conn, p, said, reply) {
			return
		}
		if said == Content && s.scripted(Content) == "" {
			s.mu.Lock()
			s.mails = append(s.mails, mail)
			s.mu.Unlock()
		}
	}
}

// authenticate knows one user.
func (s *Server) authenticate(p *textproto.Conn, said string) string {
	mechanism, first, _ := strings.Cut(said, " ")
	encode := func(text string) string { return base64.StdEncoding.EncodeToString([]byte(text)) }
	ok := false
	switch mechanism {
	case "PLAIN":
		ok = first == encode("\x00"+User+"\x00"+Password)
	case "LOGIN":
		_ = p.PrintfLine("334 %s", encode("Username:"))
		user, _ := p.ReadLine()
		_ = p.PrintfLine("334 %s", encode("Password:"))
		password, _ := p.ReadLine()
		ok = user == encode(User) && password == encode(Password)
	}
	if ok {
		return "235 welcome"
	}
	return "535 5.7.8 no"
}
