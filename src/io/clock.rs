//! The only clock.

use super::wait::{self, Wait};
use crate::time::{Now, Wall, Zone, posix_tz_of_tzif};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// 2024-01-01: a clock that says less has not been set.
const OLDEST_WALL: i64 = 1_704_067_200;
/// How long the local zone is believed before the system is asked again.
const ZONE_LIFE: Duration = Duration::from_secs(60);

/// The moment of the call.
pub fn now() -> Now {
    let mono = mono();
    Now {
        mono,
        wall: wall(mono),
    }
}

/// Time since the device booted, sleep included; never jumps.
pub fn mono() -> Duration {
    match nix::time::clock_gettime(nix::time::ClockId::CLOCK_BOOTTIME) {
        Ok(time) => Duration::from(time),
        // A kernel before 2.6.39; there is no time to tell then, only order.
        Err(_) => Duration::ZERO,
    }
}

/// Seconds since 1970 that pass when those since the boot do: what daemons count down by these comes out as the
/// same moment each time. `None` while the clock has not been set.
#[allow(clippy::disallowed_methods)]
pub fn steady() -> Option<i64> {
    let mono = mono();
    let since = SystemTime::now().duration_since(UNIX_EPOCH).ok()?;
    let boot = since.checked_sub(mono)?.as_millis() + 500;
    let unix = i64::try_from(boot / 1000 + u128::from(mono.as_secs())).ok()?;
    (unix >= OLDEST_WALL).then_some(unix)
}

/// Ready once the time since boot has reached this.
pub fn sleep_until(mono: Duration) -> Wait {
    wait::until(mono)
}

/// Ready after this long.
pub fn sleep(duration: Duration) -> Wait {
    sleep_until(mono().saturating_add(duration))
}

// One of the two places that may ask.
#[allow(clippy::disallowed_methods)]
fn wall(mono: Duration) -> Option<Wall> {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).ok()?;
    let unix = i64::try_from(since.as_secs()).ok()?;
    (unix >= OLDEST_WALL).then(|| Wall {
        unix,
        offset: zone(mono).offset_at(unix),
    })
}

/// The local zone, which a person or the ACS may change while the agent runs.
fn zone(mono: Duration) -> Zone {
    static KNOWN: Mutex<Option<(Duration, Zone)>> = Mutex::new(None);
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    match *known {
        Some((read, zone)) if mono.saturating_sub(read) < ZONE_LIFE => zone,
        _ => {
            let zone = system_zone().unwrap_or(Zone::UTC);
            *known = Some((mono, zone));
            zone
        }
    }
}

/// As the C libraries look for it: `TZ`, then musl's and OpenWrt's `/etc/TZ`, then `/etc/localtime`.
fn system_zone() -> Option<Zone> {
    let text = std::env::var("TZ")
        .ok()
        .or_else(|| std::fs::read_to_string("/etc/TZ").ok());
    match text.as_deref().map(str::trim) {
        Some(text) if !text.is_empty() => named_zone(text),
        _ => tzif_zone("/etc/localtime"),
    }
}

/// `CET-1CEST,M3.5.0,M10.5.0/3`, `Europe/Vienna` or `:/etc/localtime`.
fn named_zone(text: &str) -> Option<Zone> {
    let name = text.strip_prefix(':').unwrap_or(text);
    if name.starts_with('/') {
        return tzif_zone(name);
    }
    let file = tzif_zone(&format!("/usr/share/zoneinfo/{name}"));
    file.or_else(|| Zone::parse(name).ok())
}

fn tzif_zone(path: &str) -> Option<Zone> {
    let file = super::flash::read(std::path::Path::new(path), 1 << 20).ok()??;
    Zone::parse(posix_tz_of_tzif(&file)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_zone_is_read_in_every_form() {
        let winter = 1_736_899_200;
        assert_eq!(
            named_zone("CET-1CEST,M3.5.0,M10.5.0/3")
                .unwrap()
                .offset_at(winter),
            3600
        );
        assert_eq!(
            named_zone("<+0330>-3:30").unwrap().offset_at(winter),
            12_600
        );
        assert_eq!(named_zone("No/Such_Zone!"), None);
        if std::path::Path::new("/usr/share/zoneinfo/Europe/Vienna").exists() {
            assert_eq!(
                named_zone(":Europe/Vienna").unwrap().offset_at(winter),
                3600
            );
        }
    }

    #[test]
    fn the_wall_clock_agrees_with_the_kernel() {
        let now = now();
        assert!(now.mono > Duration::ZERO);
        assert!(now.wall.is_none_or(|wall| wall.unix >= OLDEST_WALL));
    }
}
