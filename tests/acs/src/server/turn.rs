//! What a POST of an open session brings, and what is asked next.

use super::*;

impl Post<'_> {
    pub(super) fn in_session<'g>(
        &mut self,
        mut state: MutexGuard<'g, State>,
        number: u64,
        message: Option<Message>,
    ) -> (MutexGuard<'g, State>, Reply)
    where
        Self: 'g,
    {
        let hold = state.options.hold_requests;
        let Some(session) = state.sessions.get_mut(&number) else {
            return (state, refuse("Invalid session"));
        };
        if let Phase::Broken(why) = &session.phase {
            let why = why.clone();
            self.complain(
                &mut state,
                &format!("a message of a session that is over: {why}"),
            );
            return (state, refuse("Invalid session"));
        }
        if session.phase == Phase::Done && !hold {
            self.complain(&mut state, "a message after the end of its session");
            return (state, refuse("Invalid session"));
        }
        let moved = session.connection != self.conn.id;
        session.connection = self.conn.id;
        let asked = session.pending.as_ref().and_then(|p| p.id.clone());
        let namespace = session.namespace.clone();
        if moved {
            let text = "the session goes on over another connection";
            state
                .log
                .push(Entry::note(self.shared.start.elapsed(), self.conn.id, text));
        }
        if let Some(message) = &message {
            for what in lint::envelope(message, asked.as_deref()) {
                self.complain(&mut state, &what);
            }
            if !message.namespace.is_empty() && message.namespace != namespace {
                self.complain(
                    &mut state,
                    &format!(
                        "a message in {} of a session in {namespace}",
                        message.namespace
                    ),
                );
            }
        }
        let report = message.as_ref().and_then(soap::report);
        let deployed = message.as_ref().and_then(deploy::report);
        if let (Some(message), Some(_)) = (&message, &deployed) {
            let mut informs = state.informs.iter().rev();
            let events = informs.find(|informed| informed.session == number);
            let events = events.map_or(Vec::new(), |informed| informed.inform.events.clone());
            for what in deploy::lint(message, &state.deploys, &events) {
                self.complain(&mut state, &what);
            }
        }
        if let Some(wanted) = message.as_ref().and_then(soap::wanted) {
            state.wanted = wanted;
        }
        if let Some(kicked) = message.as_ref().and_then(soap::kicked) {
            state.kicked = kicked;
        }
        match message.map(|m| (m.content, m.id)) {
            None => {
                if let Some(session) = state.sessions.get_mut(&number) {
                    session.sent_empty |= !hold;
                    if session.pending.is_some() {
                        session.fail("the agent sent an empty POST instead of its answer");
                        self.complain(
                            &mut state,
                            "an empty POST instead of the answer to a request",
                        );
                        return (state, refuse("Bad session state"));
                    }
                }
            }
            Some((Content::Request(method), id)) => {
                let heard = state.agent_requests.len();
                let reply = self.agent_request(&mut state, number, &method, id);
                // Only what is answered well counts as told.
                if state.agent_requests.len() > heard {
                    state.reports.extend(report);
                    state.deployed.extend(deployed);
                }
                return (state, reply);
            }
            Some((Content::Answer(name, answer), _)) => {
                let pending = state
                    .sessions
                    .get_mut(&number)
                    .and_then(|s| s.pending.take());
                let Some(pending) = pending else {
                    self.complain(&mut state, &format!("{name} answers nothing"));
                    self.fail_session(&mut state, "the agent answered what nobody had asked");
                    return (state, refuse("Bad session state"));
                };
                self.take_answer(&mut state, pending, &name, answer);
            }
            Some((Content::Inform(_), _)) => {}
        }
        self.shared.notify();
        self.next_request(state, number)
    }

    pub(super) fn agent_request(
        &self,
        state: &mut State,
        number: u64,
        method: &str,
        id: Option<String>,
    ) -> Reply {
        let Some(session) = state.sessions.get(&number) else {
            return refuse("Invalid session");
        };
        let (namespace, device, late) = (
            session.namespace.clone(),
            session.device.clone(),
            session.sent_empty,
        );
        let waiting = session.pending.is_some();
        if late {
            self.complain(state, &format!("{method} after an empty POST: the agent may not begin requests any more (TR-069 3.7.1.3)"));
        }
        if state.options.hold_requests {
            self.complain(state, &format!("{method} while HoldRequests is 1"));
        }
        if waiting {
            self.complain(
                state,
                &format!("{method} before the answer to the ACS's request"),
            );
        }
        let style = Mood(state.befall(self.answers, looks)).style();
        let headers = self.answer_headers(state, id);
        if let Some(reply) = self.fault(state, &style, &namespace, &headers) {
            return reply;
        }
        state.agent_requests.push((device, method.to_owned()));
        let body = match method {
            "GetRPCMethods" => {
                let methods = [
                    "Inform",
                    "GetRPCMethods",
                    "TransferComplete",
                    "AutonomousTransferComplete",
                    "DUStateChangeComplete",
                ];
                let list: String = methods
                    .iter()
                    .map(|m| format!("<string>{m}</string>"))
                    .collect();
                let kind = format!(
                    "{}:arrayType=\"{}:string[{}]\"",
                    style.encoding,
                    style.xsd,
                    methods.len()
                );
                style.answer(method, &format!("<MethodList {kind}>{list}</MethodList>"))
            }
            "Kicked" => {
                let url = crate::xml::escape(&state.options.next_url);
                style.answer(method, &format!("<NextURL>{url}</NextURL>"))
            }
            "TransferComplete"
            | "AutonomousTransferComplete"
            | "RequestDownload"
            | "DUStateChangeComplete"
            | "AutonomousDUStateChangeComplete" => style.answer(method, ""),
            _ => style.fault(8000, "Method not supported"),
        };
        Reply::with_body(
            200,
            "text/xml; charset=\"utf-8\"",
            style.envelope(&namespace, &headers, &body),
        )
    }

    /// Learns from an answer and hands it to whoever asked.
    pub(super) fn take_answer(
        &self,
        state: &mut State,
        pending: Pending,
        name: &str,
        answer: Answer,
    ) {
        let method = pending.ask.method();
        let fits =
            method.is_empty() || name == "Fault" || name.strip_suffix("Response") == Some(method);
        if !fits {
            self.complain(state, &format!("{name} answers {method}"));
            let _ = pending
                .reply
                .send(Err(format!("expected {method}Response, got {name}")));
            return;
        }
        let device = self
            .session
            .and_then(|id| state.sessions.get(&id))
            .map(|s| s.device.clone())
            .unwrap_or_default();
        if let Some(device) = state.devices.get_mut(&device) {
            match (&pending.ask, &answer) {
                (_, Answer::Values(list)) => device.learn(list),
                (Ask::SetParameterValues { list, .. }, Answer::Status(_)) => {
                    device.learn(list);
                    let password = list.iter().find(|v: &&Value| {
                        v.path
                            .ends_with(".ManagementServer.ConnectionRequestPassword")
                    });
                    if let Some(password) = password {
                        device.cr_password = Some(password.value.clone());
                    }
                }
                (Ask::DeleteObject { object, .. }, Answer::Status(_)) => {
                    device
                        .parameters
                        .retain(|path, _| !path.starts_with(object.as_str()));
                }
                _ => {}
            }
        }
        let _ = pending.reply.send(Ok(answer));
    }

    /// The next request of the session, once there is one; 204 when it is let go.
    pub(super) fn next_request<'g>(
        &mut self,
        mut state: MutexGuard<'g, State>,
        number: u64,
    ) -> (MutexGuard<'g, State>, Reply)
    where
        Self: 'g,
    {
        let since = Instant::now();
        loop {
            let hold = state.options.hold;
            let Some(session) = state.sessions.get_mut(&number) else {
                return (state, refuse("Invalid session"));
            };
            if let Some(job) = session.queue.pop_front() {
                session.asked += 1;
                let id = format!("{number}.{}", session.asked);
                let (inform_id, namespace) = (session.inform_id.clone(), session.namespace.clone());
                let (reply, id) = self.ask(&mut state, &job.ask, id, inform_id, &namespace);
                if let Some(session) = state.sessions.get_mut(&number) {
                    session.pending = Some(Pending {
                        ask: job.ask,
                        id,
                        reply: job.reply,
                    });
                }
                return (state, reply);
            }
            if session.phase != Phase::Open || since.elapsed() >= hold {
                session.phase = Phase::Released;
                self.conn.ending = Some(number);
                let keep = state.options.hold_requests;
                let ok = !state
                    .befall(self.answers, |r| *r == Rude::Empty200)
                    .is_empty();
                let reply = Reply::new(if ok { 200 } else { 204 });
                return (state, if keep || ok { reply } else { reply.close() });
            }
            if self.conn.peer_has_closed() {
                session.fail("the agent closed the connection while the ACS had the word");
                return (state, Reply::new(204).close());
            }
            state = self.shared.wait(
                state,
                hold.saturating_sub(since.elapsed())
                    .min(Duration::from_millis(100)),
            );
        }
    }

    pub(super) fn ask(
        &self,
        state: &mut State,
        ask: &Ask,
        id: String,
        inform_id: Option<String>,
        namespace: &str,
    ) -> (Reply, Option<String>) {
        let style = Mood(state.befall(self.answers, looks)).style();
        let rude = state.befall(self.answers, |r| {
            matches!(r, Rude::NullId | Rude::NoId | Rude::SameId)
        });
        let id = match rude.first() {
            Some(Rude::NullId) => Some("null".to_owned()),
            Some(Rude::SameId) => inform_id,
            Some(_) => None,
            None => Some(id),
        };
        let body = if let Ask::Raw(bytes) = ask {
            let text = String::from_utf8_lossy(bytes);
            if text.contains("{id}") || text.contains("{cwmp}") {
                let namespace = format!("urn:dslforum-org:{namespace}");
                text.replace("{id}", id.as_deref().unwrap_or(""))
                    .replace("{cwmp}", &namespace)
                    .into_bytes()
            } else {
                bytes.clone()
            }
        } else {
            let headers = Headers {
                id: id.clone(),
                hold_requests: state.options.hold_requests.then_some(true),
                use_version: None,
            };
            style.envelope(namespace, &headers, &style.ask(ask))
        };
        let id = if matches!(ask, Ask::Raw(_)) {
            soap::read(&body).ok().and_then(|m| m.id)
        } else {
            id
        };
        (
            Reply::with_body(200, "text/xml; charset=\"utf-8\"", body),
            id,
        )
    }
}
