//! `testacs demo`: to be seen when the agent runs.
pub(crate) fn main(_colour: bool) -> std::process::ExitCode {
    std::process::ExitCode::SUCCESS
}
