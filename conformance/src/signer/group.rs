//! A program and all that it starts: a wrapper in a shell's language must leave nothing behind.

use std::io;
use std::process::{Child, ChildStderr, ChildStdin, ChildStdout, Command, ExitStatus};
use std::thread;
use std::time::{Duration, Instant};

/// How often it is looked whether a program ended.
const LOOK: Duration = Duration::from_millis(5);

/// A running program, in a group of processes of its own. What leaves the group (`setsid`) is out of reach.
pub(super) struct Group {
    child: Child,
    reaped: bool,
}

impl Group {
    /// Starts it.
    pub(super) fn spawn(command: &mut Command) -> io::Result<Group> {
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(command, 0);
        Ok(Group { child: command.spawn()?, reaped: false })
    }

    /// Its pipes, once.
    pub(super) fn pipes(&mut self) -> (Option<ChildStdin>, Option<ChildStdout>, Option<ChildStderr>) {
        (self.child.stdin.take(), self.child.stdout.take(), self.child.stderr.take())
    }

    /// Waits for its end, which is left to be reaped: until then nobody else has the group's number.
    pub(super) fn ends_until(&mut self, until: Instant) -> bool {
        while !self.has_ended() {
            if Instant::now() >= until {
                return false;
            }
            thread::sleep(LOOK);
        }
        true
    }

    /// Kills what is left of the group; how the program ended, be it so or before.
    pub(super) fn kill(&mut self) -> io::Result<ExitStatus> {
        // once it is reaped its number may be another's
        #[cfg(unix)]
        if let (false, Some(number)) = (self.reaped, self.number()) {
            // nobody may be left
            let _ = rustix::process::kill_process_group(number, rustix::process::Signal::KILL);
        }
        let _ = self.child.kill();
        let status = self.child.wait();
        self.reaped = true;
        status
    }

    #[cfg(unix)]
    fn has_ended(&mut self) -> bool {
        use rustix::process::{WaitId, WaitIdOptions, waitid};
        let look = WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
        self.number().is_none_or(|number| !matches!(waitid(WaitId::Pid(number), look), Ok(None)))
    }

    #[cfg(not(unix))]
    fn has_ended(&mut self) -> bool {
        !matches!(self.child.try_wait(), Ok(None))
    }

    #[cfg(unix)]
    fn number(&self) -> Option<rustix::process::Pid> {
        rustix::process::Pid::from_raw(i32::try_from(self.child.id()).ok()?)
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        let _ = self.kill();
    }
}
