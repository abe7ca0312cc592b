//! The server: connections, logins, cookies, sessions.

mod turn;

use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, MutexGuard};
use std::time::{Duration, Instant};

use crate::auth::{self, Auth};
use crate::deploy;
use crate::http::{Conn, Ended, Reply, Request};
use crate::login::{challenge, login};
use crate::rude::{Mood, Rude};
use crate::soap::{self, Answer, Ask, Content, Headers, Inform, Message, Style, Value};
use crate::state::{Informed, Pending, Phase, Session, Shared, State};
use crate::tls::Tls;
use crate::transcript::Entry;
use crate::{files, lint};

/// Takes connections until the state says `closing`; each has a thread.
pub(crate) fn listen(shared: &Arc<Shared>, listener: &TcpListener, tls: Option<&Tls>) {
    for (id, stream) in (1u64..).zip(listener.incoming()) {
        if shared.lock().closing {
            return;
        }
        let Ok(stream) = stream else { continue };
        let _ = stream.set_nodelay(true);
        let (shared, tls) = (Arc::clone(shared), tls.map(|t| Arc::clone(&t.config)));
        std::thread::spawn(move || {
            let nonce = auth::token(16);
            if let Ok(copy) = stream.try_clone() {
                shared.lock().sockets.insert(id, copy);
            }
            let conn = match tls {
                None => Some(Conn::plain(id, nonce, stream)),
                Some(config) => rustls::ServerConnection::new(config)
                    .ok()
                    .map(|tls| Conn::tls(id, nonce, stream, tls)),
            };
            if let Some(mut conn) = conn {
                serve(&shared, &mut conn);
            }
            let mut state = shared.lock();
            state.sockets.remove(&id);
            for session in state
                .sessions
                .values_mut()
                .filter(|s| s.connection == id && s.is_alive())
            {
                session.lost = Some(Instant::now());
            }
            drop(state);
            shared.notify();
        });
    }
}

/// Ends `listen`, and every connection.
pub(crate) fn close(shared: &Shared, address: SocketAddr) {
    let mut state = shared.lock();
    state.closing = true;
    for socket in state.sockets.values() {
        let _ = socket.shutdown(std::net::Shutdown::Both);
    }
    for session in state.sessions.values_mut() {
        session.fail("the ACS is closing");
    }
    drop(state);
    shared.notify();
    // The listener wakes up only for a connection.
    let _ = TcpStream::connect_timeout(&address, Duration::from_secs(1));
}

fn serve(shared: &Shared, conn: &mut Conn) {
    loop {
        match conn.request() {
            Ok(request) => {
                shared
                    .lock()
                    .log
                    .push(Entry::request(shared.start.elapsed(), conn.id, &request));
                let reply = respond(shared, conn, &request);
                shared
                    .lock()
                    .log
                    .push(Entry::reply(shared.start.elapsed(), conn.id, &reply));
                // Of an answer that never comes, nobody waits for the end.
                if reply.delivery.silent || reply.delivery.hang_up {
                    ended(shared, conn, Phase::Done);
                }
                let written = conn.reply(&reply);
                match &written {
                    Ok(_) => ended(shared, conn, Phase::Done),
                    Err(e) => {
                        let why = format!("the agent did not take the last answer: {e}");
                        ended(shared, conn, Phase::Broken(why));
                    }
                }
                match written {
                    Ok(true) => {}
                    Ok(false) => return,
                    Err(e) => {
                        return note(
                            shared,
                            conn.id,
                            &format!("the agent did not take the answer: {e}"),
                        );
                    }
                }
            }
            Err(Ended::Closed) => return,
            Err(Ended::Broken(why)) => return note(shared, conn.id, &why),
        }
        if shared.lock().closing {
            return;
        }
    }
}

/// Closes the book on the session whose last answer this was, if it was one.
fn ended(shared: &Shared, conn: &mut Conn, phase: Phase) {
    let Some(id) = conn.ending.take() else { return };
    if let Some(session) = shared.lock().sessions.get_mut(&id) {
        session.phase = phase;
    }
    shared.notify();
}

fn note(shared: &Shared, connection: u64, text: &str) {
    shared
        .lock()
        .log
        .push(Entry::note(shared.start.elapsed(), connection, text));
}

fn respond(shared: &Shared, conn: &mut Conn, request: &Request) -> Reply {
    if let Some(name) = request.target.strip_prefix("/files/") {
        let state = shared.lock();
        let login = login(state.options.file_auth, &state, conn, request);
        drop(state);
        return login.unwrap_or_else(|| files::serve(shared, name, request));
    }
    if request.method != "POST" {
        return Reply::with_body(
            405,
            "text/plain",
            b"an ACS is spoken to with POST\n".to_vec(),
        )
        .header("Allow", "POST");
    }
    Post {
        shared,
        conn,
        request,
        answers: 0,
        session: None,
    }
    .respond()
}

/// One POST on its way to its answer.
struct Post<'a> {
    shared: &'a Shared,
    conn: &'a mut Conn,
    request: &'a Request,
    /// Answers given in its session before.
    answers: u32,
    session: Option<u64>,
}

/// 400 with a short text and `Connection: close`, as GenieACS refuses.
fn refuse(text: &str) -> Reply {
    Reply::with_body(400, "text/plain", text.as_bytes().to_vec()).close()
}

impl Post<'_> {
    fn respond(mut self) -> Reply {
        let shared = self.shared;
        let mut state = shared.lock();
        self.session = self.find_session(&state);
        if let Some(session) = self.session.and_then(|id| state.sessions.get_mut(&id)) {
            self.answers = session.answers;
            session.active = Instant::now();
            session.lost = None;
        }
        let message = if self.request.body.is_empty() {
            None
        } else {
            Some(soap::read(&self.request.body))
        };
        let message = match message.transpose() {
            Ok(message) => message,
            Err(why) => {
                self.complain(
                    &mut state,
                    &format!("an envelope that cannot be read: {why}"),
                );
                self.fail_session(
                    &mut state,
                    &format!("the agent sent what cannot be read: {why}"),
                );
                return refuse("Invalid SOAP");
            }
        };
        for what in lint::http(self.request, message.as_ref()) {
            self.complain(&mut state, &what);
        }
        if let Some(reply) = self.authenticate(&mut state, message.as_ref()) {
            return reply;
        }
        if let Some(reply) = self.redirect(&mut state) {
            return reply;
        }
        let statuses = state.befall(self.answers, |r| matches!(r, Rude::Status(_)));
        if let Some(Rude::Status(status)) = statuses.first() {
            self.fail_session(&mut state, &format!("the ACS answered {status}"));
            return Reply::with_body(*status, "text/plain", b"misbehaving on purpose\n".to_vec());
        }
        let (guard, reply) = self.dispatch(state, message);
        let mut state = guard;
        let mood = Mood(state.befall(self.answers, spoils));
        if let Some(session) = self.session.and_then(|id| state.sessions.get_mut(&id)) {
            session.answers += 1;
        }
        drop(state);
        self.shared.notify();
        mood.spoil(reply)
    }

    fn find_session(&self, state: &State) -> Option<u64> {
        if !state.options.cookies {
            let mut all = state.sessions.iter().rev();
            return all
                .find(|(_, s)| s.connection == self.conn.id)
                .map(|(id, _)| *id);
        }
        let cookies = self.request.cookies();
        let given = cookies.iter().find(|(n, _)| n == "session")?;
        state
            .sessions
            .iter()
            .rev()
            .find(|(_, s)| s.cookie == given.1)
            .map(|(id, _)| *id)
    }

    fn complain(&self, state: &mut State, what: &str) {
        state.complain(self.shared.start.elapsed(), self.conn.id, what);
    }

    fn fail_session(&self, state: &mut State, why: &str) {
        if let Some(session) = self.session.and_then(|id| state.sessions.get_mut(&id)) {
            session.fail(why);
        }
        self.shared.notify();
    }

    /// The login is asked for with the Inform; the cookie stands for it afterwards.
    fn authenticate(&mut self, state: &mut State, message: Option<&Message>) -> Option<Reply> {
        let is_inform = matches!(
            message,
            Some(Message {
                content: Content::Inform(_),
                ..
            })
        );
        if self.session.is_none() && !is_inform {
            return None;
        }
        let mut auth = state.options.auth;
        let must = self
            .session
            .and_then(|id| state.sessions.get(&id))
            .is_some_and(|s| s.login);
        if is_inform
            || must
            || (self.request.header("Authorization").is_some() && auth != Auth::None)
        {
            if must && auth == Auth::None {
                auth = Auth::Digest;
            }
            if let Some(reply) = login(auth, state, self.conn, self.request) {
                return Some(self.unauthorised(state, reply));
            }
        }
        let again = state.befall(self.answers, |r| {
            matches!(r, Rude::LoginAgain | Rude::Stale)
        });
        if let Some(session) = self.session.and_then(|id| state.sessions.get_mut(&id)) {
            session.login = !again.is_empty();
        }
        let rude = again.first()?;
        let auth = if auth == Auth::None {
            Auth::Digest
        } else {
            auth
        };
        self.conn.nonce = auth::token(16);
        self.conn.nc = 0;
        let reply = challenge(auth, self.conn, *rude == Rude::Stale, "");
        Some(self.unauthorised(state, reply))
    }

    fn unauthorised(&self, state: &mut State, reply: Reply) -> Reply {
        let close = state
            .switches
            .iter()
            .any(|s| s.what == Rude::Close && self.answers >= s.after && s.times != Some(0));
        if !close {
            return reply;
        }
        state.loose_nonces.push_back(self.conn.nonce.clone());
        if state.loose_nonces.len() > 16 {
            state.loose_nonces.pop_front();
        }
        reply.close()
    }

    fn redirect(&self, state: &mut State) -> Option<Reply> {
        let here = self
            .request
            .target
            .strip_prefix("/hop/")
            .and_then(|h| h.parse::<u32>().ok());
        let active = state.switches.iter().find(|s| {
            matches!(s.what, Rude::Redirect { .. } | Rude::RedirectLoop)
                && self.answers >= s.after
                && s.times != Some(0)
        })?;
        let (status, hops) = match active.what {
            Rude::Redirect { hops, status } => (status, hops),
            _ => (302, u32::MAX),
        };
        let here = here.unwrap_or(0);
        if here >= hops {
            return None;
        }
        if here == 0 {
            state.befall(self.answers, |r| {
                matches!(r, Rude::Redirect { .. } | Rude::RedirectLoop)
            });
        }
        let host = self.request.header("Host").unwrap_or("localhost");
        let scheme = if self.shared.https { "https" } else { "http" };
        Some(Reply::new(status).header("Location", &format!("{scheme}://{host}/hop/{}", here + 1)))
    }

    fn dispatch<'g>(
        &mut self,
        mut state: MutexGuard<'g, State>,
        message: Option<Message>,
    ) -> (MutexGuard<'g, State>, Reply)
    where
        Self: 'g,
    {
        match message {
            Some(Message {
                content: Content::Inform(inform),
                id,
                namespace,
                envelope,
            }) => {
                let inform = *inform;
                let again = Message {
                    id: id.clone(),
                    namespace: namespace.clone(),
                    content: Content::Inform(Box::new(inform.clone())),
                    envelope,
                };
                for what in lint::envelope(&again, None) {
                    self.complain(&mut state, &what);
                }
                let reply = self.inform(&mut state, inform, id, namespace);
                (state, reply)
            }
            other => {
                let Some(id) = self.session else {
                    self.complain(
                        &mut state,
                        "a message of a session without that session's cookie",
                    );
                    return (state, refuse("Invalid session"));
                };
                self.in_session(state, id, other)
            }
        }
    }

    fn inform(
        &mut self,
        state: &mut State,
        inform: Inform,
        id: Option<String>,
        namespace: String,
    ) -> Reply {
        let refused = state
            .switches
            .iter()
            .any(|s| matches!(&s.what, Rude::Only { namespace: n, .. } if *n != namespace));
        if refused {
            let only = state.befall(self.answers, |r| matches!(r, Rude::Only { .. }));
            if let Some(Rude::Only { status, .. }) = only.first() {
                return Reply::with_body(
                    *status,
                    "text/plain",
                    b"Unrecognized CWMP version".to_vec(),
                )
                .close();
            }
        }
        if let Some(old) = self.session {
            let same = state
                .sessions
                .get(&old)
                .is_some_and(|s| s.is_alive() && s.connection == self.conn.id);
            if same {
                self.complain(state, "an Inform inside a session");
                self.fail_session(state, "the agent sent a second Inform");
                return refuse("Bad session state");
            }
            self.complain(state, "an Inform with the cookie of an earlier session");
        }
        let used = state
            .options
            .namespace
            .clone()
            .unwrap_or_else(|| namespace.clone());
        let style = Mood(state.befall(self.answers, looks)).style();
        let headers = self.answer_headers(state, id.clone());
        if let Some(reply) = self.fault(state, &style, &used, &headers) {
            return reply;
        }
        let device = inform.device();
        for session in state.sessions.values_mut().filter(|s| s.device == device) {
            // It has read the last answer before the thread that wrote it could say so.
            if session.phase == Phase::Released {
                session.phase = Phase::Done;
            }
            session.fail("the agent began another session");
        }
        let known = state.devices.entry(device.clone()).or_default();
        known.inform = inform.clone();
        known.informs += 1;
        known.learn(&inform.parameters);
        let cookie = auth::token(8);
        let number = state.sessions.keys().last().copied().unwrap_or(0) + 1;
        let session = Session {
            device: device.clone(),
            cookie: cookie.clone(),
            namespace: used.clone(),
            inform_id: id,
            connection: self.conn.id,
            phase: Phase::Open,
            answers: 0,
            login: false,
            sent_empty: false,
            pending: None,
            queue: Default::default(),
            asked: 0,
            active: Instant::now(),
            lost: None,
        };
        state.sessions.insert(number, session);
        state.informs.push(Informed {
            session: number,
            device,
            inform,
            namespace,
        });
        self.session = Some(number);
        let headers = Headers {
            hold_requests: state.options.hold_requests.then_some(true),
            use_version: state.options.use_version.clone(),
            ..headers
        };
        let body = style.answer("Inform", "<MaxEnvelopes>1</MaxEnvelopes>");
        let mut reply = Reply::with_body(
            200,
            "text/xml; charset=\"utf-8\"",
            style.envelope(&used, &headers, &body),
        );
        if state.options.cookies {
            let bare = !state
                .befall(0, |r| *r == Rude::CookieWithoutPath)
                .is_empty();
            let path = if bare { "" } else { "; Path=/" };
            reply = reply.header("Set-Cookie", &format!("session={cookie}{path}"));
            if !state.befall(0, |r| *r == Rude::ManyCookies).is_empty() {
                reply = reply
                    .header("Set-Cookie", "route=node7; Path=/; HttpOnly")
                    .header("Set-Cookie", "lang=\"en\"; Version=\"1\"");
            }
        }
        reply
    }

    /// The SOAP fault that a switch puts in place of our answer.
    fn fault(
        &self,
        state: &mut State,
        style: &Style,
        namespace: &str,
        headers: &Headers,
    ) -> Option<Reply> {
        let rude = state.befall(self.answers, |r| {
            matches!(r, Rude::Fault(_) | Rude::BrokenFault)
        });
        let body = match rude.first()? {
            Rude::Fault(code) => style.fault(
                *code,
                if *code == 8005 {
                    "Retry request"
                } else {
                    "Request denied"
                },
            ),
            _ => format!(
                "<{s}:Body:Fault><faultcode>Server</faultcode></{s}:Body:Fault>",
                s = style.soap
            ),
        };
        Some(Reply::with_body(
            200,
            "text/xml; charset=\"utf-8\"",
            style.envelope(namespace, headers, &body),
        ))
    }

    fn answer_headers(&self, state: &mut State, id: Option<String>) -> Headers {
        let rude = state.befall(self.answers, |r| {
            matches!(r, Rude::WrongId | Rude::NullId | Rude::NoId)
        });
        let id = match rude.first() {
            Some(Rude::WrongId) => Some("another-id".to_owned()),
            Some(Rude::NullId) => Some("null".to_owned()),
            Some(_) => None,
            None => id,
        };
        Headers {
            id,
            ..Headers::default()
        }
    }
}

/// Switches that change how an envelope looks.
fn looks(rude: &Rude) -> bool {
    matches!(
        rude,
        Rude::Bom
            | Rude::Cdata
            | Rude::NoDeclaration
            | Rude::NoTypes
            | Rude::NoArrayTypes
            | Rude::Schema1999
            | Rude::Prefixes
            | Rude::Undeclared
            | Rude::UnknownHeader
            | Rude::UnknownHeaderMust
    )
}

/// Switches that change an answer that is ready to go.
fn spoils(rude: &Rude) -> bool {
    matches!(
        rude,
        Rude::Silence
            | Rude::HangUp
            | Rude::Close
            | Rude::Chunked
            | Rude::Drip(_)
            | Rude::Half
            | Rude::Segments
            | Rude::Continue
            | Rude::Huge(_)
            | Rude::Endless
            | Rude::Garbage
            | Rude::Mismatched
            | Rude::Laughs
            | Rude::Nested(_)
    )
}
