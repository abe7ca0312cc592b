//! Moments as the agent knows them: a monotonic reading that is always there, and wall time that a
//! router without a clock battery may not have yet (TR-106 3.2.2).

use std::time::Duration;

/// The moment at which something happens, handed in by `io::clock`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Now {
    /// Time since the device booted; never jumps.
    pub mono: Duration,
    /// Wall time, or `None` while the clock has not been set.
    pub wall: Option<Wall>,
}

/// Wall time with the local zone that Inform's CurrentTime is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wall {
    /// Seconds since 1970-01-01T00:00:00Z.
    pub unix: i64,
    /// Seconds east of UTC of the local zone at this moment, daylight saving included.
    pub offset: i32,
}
