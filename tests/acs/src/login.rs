//! Logins of agents: a nonce belongs to its connection, as with GenieACS.

use crate::auth::{self, Auth, Verdict};
use crate::http::{Conn, Reply, Request};
use crate::state::State;

/// None when the login is right; else the 401.
pub(crate) fn login(
    auth: Auth,
    state: &State,
    conn: &mut Conn,
    request: &Request,
) -> Option<Reply> {
    if auth == Auth::None {
        return None;
    }
    let (user, password) = (&state.options.username, &state.options.password);
    let why = match request.header("Authorization") {
        None => String::new(),
        Some(header) => {
            let loose = state
                .loose_nonces
                .iter()
                .find(|n| header.contains(n.as_str()));
            let nonce = loose.unwrap_or(&conn.nonce);
            match auth::judge(
                auth,
                header,
                &request.method,
                &request.target,
                nonce,
                user,
                password,
            ) {
                Verdict::Right { nc: Some(nc) } if loose.is_none() && nc <= conn.nc => {
                    conn.nonce = auth::token(16);
                    format!("nc {nc} was used already")
                }
                Verdict::Right { nc } => {
                    conn.nc = nc.unwrap_or(conn.nc);
                    return None;
                }
                Verdict::Stale => {
                    conn.nc = 0;
                    return Some(challenge(auth, conn, true, ""));
                }
                Verdict::Wrong(why) => why,
            }
        }
    };
    conn.nc = 0;
    Some(challenge(auth, conn, false, &why))
}

/// The 401.
pub(crate) fn challenge(auth: Auth, conn: &Conn, stale: bool, why: &str) -> Reply {
    let mut reply = Reply::new(401);
    for value in auth.challenges(&conn.nonce, stale) {
        reply = reply.header("WWW-Authenticate", &value);
    }
    if why.is_empty() {
        reply
    } else {
        reply
            .body(format!("{why}\n").into_bytes())
            .header("Content-Type", "text/plain")
    }
}
