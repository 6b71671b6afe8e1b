//! A program asked one thing after another, started again where it fails.

use super::Options;
use super::case::{Case, Wanted};
use super::judge::{Outcome, judge};
use super::program::{Program, Trouble};
use super::protocol::{Answer, Ask, VERSION};

/// How often a program may fail before it is asked no more.
const PATIENCE: usize = 8;

pub(super) struct Session<'a> {
    options: &'a Options,
    program: Option<Program>,
    asked: u64,
    troubles: Vec<Trouble>,
    name: String,
}

impl<'a> Session<'a> {
    /// Starts the program.
    ///
    /// # Errors
    /// Where it cannot be started.
    pub(super) fn open(options: &'a Options) -> Result<Session<'a>, String> {
        let name = options.command.first().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let program = Program::start(&options.command, options.timeout)
            .map_err(|why| format!("{name} cannot be started: {why}; give the program after `--`"))?;
        Ok(Session { options, program: Some(program), asked: 0, troubles: Vec::new(), name })
    }

    /// What the program calls itself, or is called.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn troubles(&self) -> &[Trouble] {
        &self.troubles
    }

    /// Asks the program who it is.
    pub(super) fn greet(&mut self) -> Result<(), Trouble> {
        self.asked += 1;
        let hello = Ask::hello(self.asked);
        let answer = self.program.as_mut().ok_or(Trouble::GivenUp)?.ask(&hello)?;
        if answer.version != Some(VERSION) {
            return Err(Trouble::Version(answer.version));
        }
        if let Some(name) = answer.name {
            self.name = name.chars().take(60).collect();
        }
        Ok(())
    }

    /// Asks about a case.
    pub(super) fn judge(&mut self, case: &Case) -> Result<Outcome, Trouble> {
        self.ask(case).map(|answer| judge(case, &answer))
    }

    fn ask(&mut self, case: &Case) -> Result<Answer, Trouble> {
        if self.troubles.len() >= PATIENCE {
            return Err(Trouble::GivenUp);
        }
        let asked = self.try_ask(case);
        if let Err(trouble) = &asked {
            // the old one is killed first
            self.program = None;
            self.troubles.push(trouble.clone());
        }
        asked
    }

    fn try_ask(&mut self, case: &Case) -> Result<Answer, Trouble> {
        if self.program.is_none() {
            let program = Program::start(&self.options.command, self.options.timeout);
            self.program = Some(program.map_err(|why| Trouble::Ended(why.to_string(), String::new()))?);
            self.greet()?;
        }
        self.asked += 1;
        let (id, key) = (self.asked, case.key.as_str());
        let ask = match case.wanted {
            Wanted::Text(_) => Ask::Sign { id, sign: &case.json, key },
            Wanted::Genuine(_) => Ask::Verify { id, verify: &case.json, key },
        };
        self.program.as_mut().ok_or(Trouble::GivenUp)?.ask(&ask)
    }

    /// Ends the program, which should have nothing more to say.
    pub(super) fn close(&mut self) -> Result<(), Trouble> {
        self.program.take().map_or(Ok(()), |program| program.farewell(self.asked))
    }
}
