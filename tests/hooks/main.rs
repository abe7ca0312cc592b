//! The shipped hooks and `lib.sh`, in the shells that routers and people have: busybox ash and dash.

#![allow(clippy::unwrap_used, clippy::panic, clippy::disallowed_methods)]

mod cellular;
mod credentials;
mod gateway;
mod generic;
#[path = "../lab/hook.rs"]
mod hook;
mod hosts;
mod keys;
mod lab;
mod library;
mod line;

mod messages;
mod modules;
mod openwrt;
mod pages;
mod pools;
mod scan;
mod schedules;
mod uci;
mod users;
