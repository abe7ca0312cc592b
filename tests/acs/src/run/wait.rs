//! `wait …`: until the device, or what it sends, is there.

use super::*;

impl Runner<'_> {
    pub(super) fn wait_inform(&mut self, arguments: &[String]) -> Result<(), String> {
        let mut limit = self.within();
        let mut from = self.memory.device.clone();
        let mut events: Vec<String> = Vec::new();
        let mut words = arguments.iter();
        while let Some(word) = words.next() {
            match word.as_str() {
                "within" => limit = seconds(words.next().map(String::as_str), "within")?,
                "from" => {
                    from = Some(
                        words
                            .next()
                            .ok_or("wait inform from: expected a device's name")?
                            .clone(),
                    )
                }
                event => events.push(event.to_owned()),
            }
        }
        self.release(from.as_deref());
        let deadline = Instant::now() + limit;
        let mut seen: Vec<String> = Vec::new();
        let memory = &mut *self.memory;
        let found = self.shared.wait_for(deadline, |state| {
            for (at, informed) in state.informs.iter().enumerate() {
                if memory.taken.contains(&at)
                    || from.as_ref().is_some_and(|d| *d != informed.device)
                {
                    continue;
                }
                memory.taken.insert(at);
                if events
                    .iter()
                    .all(|e| informed.inform.events.iter().any(|(code, _)| code == e))
                {
                    return Some(informed.clone());
                }
                // Not the one: its session must not hold up the next.
                let codes: Vec<&str> = informed
                    .inform
                    .events
                    .iter()
                    .map(|(c, _)| c.as_str())
                    .collect();
                seen.push(codes.join(", "));
                if let Some(session) = state
                    .sessions
                    .get_mut(&informed.session)
                    .filter(|s| s.phase == Phase::Open)
                {
                    session.phase = Phase::Released;
                }
            }
            state.release_idle(from.as_deref())
        });
        self.shared.notify();
        let Some(informed) = found else {
            let what = if events.is_empty() {
                "an Inform".to_owned()
            } else {
                format!("an Inform with {}", events.join(", "))
            };
            let came = if seen.is_empty() {
                "none came".to_owned()
            } else {
                format!("came: {}", seen.join("; "))
            };
            return Err(format!(
                "expected {what} within {} s; {came}",
                limit.as_secs_f64()
            ));
        };
        self.printer.inform(&informed);
        self.memory.session = Some(informed.session);
        self.memory.sessions.insert(informed.session);
        self.memory.last = Last::Inform(informed);
        Ok(())
    }

    pub(super) fn wait_request(&mut self, arguments: &[String]) -> Result<(), String> {
        let (method, limit) = match arguments {
            [method] => (method, self.within()),
            [method, within, limit] if within == "within" => {
                (method, seconds(Some(limit), "within")?)
            }
            _ => return Err("wait request: expected METHOD [within SECONDS]".to_owned()),
        };
        let from = self.memory.requests_seen;
        let device = self.memory.device.clone();
        let found = self.shared.wait_for(Instant::now() + limit, |state| {
            let mut requests = state.agent_requests.iter().enumerate().skip(from);
            let found = requests.find(|(_, (_, m))| m == method).map(|(at, _)| at);
            found.or_else(|| state.release_idle(device.as_deref()))
        });
        match found {
            Some(at) => {
                self.memory.requests_seen = at + 1;
                self.printer.line(Ink::Good, &format!("  {method}"));
                Ok(())
            }
            None => {
                let state = self.shared.lock();
                let came: Vec<&str> = state
                    .agent_requests
                    .iter()
                    .skip(from)
                    .map(|(_, m)| m.as_str())
                    .collect();
                let came = if came.is_empty() {
                    "none came".to_owned()
                } else {
                    format!("came: {}", came.join(", "))
                };
                Err(format!(
                    "expected the agent's {method} within {} s; {came}",
                    limit.as_secs_f64()
                ))
            }
        }
    }

    pub(super) fn wait_transfer(&mut self, arguments: &[String]) -> Result<(), String> {
        let (key, limit) = match arguments {
            [key] => (key, self.within()),
            [key, within, limit] if within == "within" => (key, seconds(Some(limit), "within")?),
            _ => return Err("wait transfer: expected KEY [within SECONDS]".to_owned()),
        };
        let from = self.memory.reports_from;
        // The report comes in a session of its own.
        self.release(None);
        self.memory.session = None;
        let device = self.memory.device.clone();
        let found = self.shared.wait_for(Instant::now() + limit, |state| {
            let mut reports = state.reports.iter().skip(from);
            let found = reports.find(|r| r.key == *key).cloned();
            found.or_else(|| state.release_idle(device.as_deref()))
        });
        let Some(report) = found else {
            return Err(format!(
                "expected a report of the transfer {key} within {} s; none came",
                limit.as_secs_f64()
            ));
        };
        let ink = if report.code == 0 {
            Ink::Good
        } else {
            Ink::Bad
        };
        let text = match report.code {
            0 => "done".to_owned(),
            code => format!("fault {code} {}", report.text),
        };
        self.printer
            .line(ink, &format!("  {} {key}: {text}", report.method));
        Ok(())
    }

    /// `[PATH[=VALUE]…] [within SECONDS]`: until all of these were told, by one or several.
    pub(super) fn wait_notification(&mut self, arguments: &[String]) -> Result<(), String> {
        let (paths, limit) = match arguments {
            [paths @ .., within, limit] if within == "within" => {
                (paths, seconds(Some(limit), "within")?)
            }
            paths => (paths, self.within()),
        };
        self.release(None);
        self.memory.session = None;
        let from = self.memory.notices_from;
        let mut told: Vec<(String, String)> = Vec::new();
        let from_device = self.memory.device.clone();
        let found = self.shared.wait_for(Instant::now() + limit, |state| {
            told.clear();
            for (at, notice) in state.notices.iter().enumerate().skip(from) {
                told.extend(notice.values.iter().cloned());
                let has = |path: &String| {
                    told.iter().any(|(name, value)| match path.split_once('=') {
                        Some((path, wanted)) => path == name && wanted == value,
                        None => path == name,
                    })
                };
                if paths.iter().all(has) {
                    return Some((at + 1, notice.device.clone()));
                }
            }
            state.release_idle(from_device.as_deref())
        });
        let Some((next, device)) = found else {
            return Err(format!(
                "expected a lightweight notification of {} within {} s; came: {told:?}",
                paths.join(" "),
                limit.as_secs_f64()
            ));
        };
        self.memory.notices_from = next;
        self.printer
            .line(Ink::Good, &format!("  Notification  {device}"));
        for (name, value) in &told {
            self.printer
                .line(Ink::Plain, &format!("          {name}={value}"));
        }
        Ok(())
    }
}
