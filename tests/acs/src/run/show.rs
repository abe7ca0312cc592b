//! `show`, `option` and `status`: what is known, and how the ACS behaves.

use super::*;

impl Runner<'_> {
    pub(super) fn show(&mut self, what: Option<&str>) -> Result<(), String> {
        match what {
            None => {
                let limit = std::mem::replace(&mut self.printer.limit, 0);
                match &self.memory.last {
                    Last::Nothing => self.printer.line(Ink::Dim, "  nothing yet"),
                    Last::Inform(informed) => {
                        self.printer.inform(informed);
                        let rows = informed.inform.parameters.iter();
                        self.printer
                            .table(rows.map(|v| (v.path.as_str(), crate::print::shown(v))));
                    }
                    Last::Answer(answer) => self.printer.answer(answer, Duration::ZERO),
                }
                self.printer.limit = limit;
            }
            Some("complaints") => {
                let complaints = self.shared.lock().complaints.clone();
                for complaint in complaints.iter().skip(self.memory.complaints_from) {
                    self.printer.line(Ink::Bad, &format!("  {complaint}"));
                }
            }
            Some("informs") => {
                let informs = self.shared.lock().informs.clone();
                for informed in &informs {
                    self.printer.inform(informed);
                }
            }
            Some("transcript") => {
                let mut text = Vec::new();
                for entry in &self.shared.lock().log.entries {
                    let _ = entry.write(&mut text);
                }
                self.printer
                    .line(Ink::Plain, String::from_utf8_lossy(&text).trim_end());
            }
            Some(other) => {
                return Err(format!(
                    "show: expected complaints, informs or transcript, got {other:?}"
                ));
            }
        }
        Ok(())
    }

    pub(super) fn option(&mut self, arguments: &[String]) -> Result<(), String> {
        let [name, value] = arguments else {
            return Err("option: expected NAME VALUE; `help option` lists them".to_owned());
        };
        let switch = || match value.as_str() {
            "on" => Ok(true),
            "off" => Ok(false),
            other => Err(format!("option {name}: expected on or off, got {other:?}")),
        };
        let auth = || {
            Auth::named(value).ok_or_else(|| {
                format!("option {name}: no login is called {value:?}; `help option` lists them")
            })
        };
        let mut state = self.shared.lock();
        let options = &mut state.options;
        match name.as_str() {
            "auth" => options.auth = auth()?,
            "file-auth" => options.file_auth = auth()?,
            "username" => options.username.clone_from(value),
            "password" => options.password.clone_from(value),
            "cr-username" => options.cr_username.clone_from(value),
            "cr-password" => options.cr_password.clone_from(value),
            "namespace" => options.namespace = (value != "echo").then(|| value.clone()),
            "use-version" => options.use_version = (value != "none").then(|| value.clone()),
            "hold-requests" => options.hold_requests = switch()?,
            "cookies" => options.cookies = switch()?,
            "hold" => options.hold = seconds(Some(value), "option hold")?,
            "within" => options.within = seconds(Some(value), "option within")?,
            "auto-cr" => options.auto_cr = switch()?,
            "next-url" => options.next_url.clone_from(value),
            "lines" => {
                self.printer.limit = value
                    .parse()
                    .map_err(|_| format!("option lines: expected a number, got {value:?}"))?
            }
            other => {
                return Err(format!(
                    "no option is called {other:?}; `help option` lists them"
                ));
            }
        }
        Ok(())
    }

    pub(super) fn status(&mut self) {
        let state = self.shared.lock();
        let mut lines = Vec::new();
        for (name, device) in &state.devices {
            let session = match state.session_of(Some(name)) {
                Some(_) => "in a session",
                None => "no session",
            };
            let informs = crate::print::count(device.informs as usize, "Inform");
            lines.push(format!(
                "  {name}  {session}, {informs}, {} parameters known",
                device.parameters.len()
            ));
            lines.push(format!(
                "    {}",
                device.url().unwrap_or("no ConnectionRequestURL")
            ));
        }
        let complaints = state
            .complaints
            .len()
            .saturating_sub(self.memory.complaints_from);
        lines.push(format!(
            "  {}; ways to misbehave switched on: {}",
            crate::print::count(complaints, "complaint"),
            state.switches.len()
        ));
        drop(state);
        for line in lines {
            self.printer.line(Ink::Plain, &line);
        }
    }
}
