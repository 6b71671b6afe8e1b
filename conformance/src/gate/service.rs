//! The Gate at work: the state behind a lock, the journal, the clock.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::sync::{Notify, mpsc};

use super::clock::Clock;
use super::deliver::Send;
use super::input::Input;
use super::intake::{Intake, Work};
use super::journal::Journal;
use super::judge::Judge;
use super::refusal::{Refusal, Why};
use super::world::{Answer, World};

/// The Gate at work.
pub struct Service {
    /// Judges requests and signs.
    pub judge: Judge,
    clock: Clock,
    state: Mutex<State>,
    sends: mpsc::UnboundedSender<Send>,
    sooner: Notify,
    pub(super) intake: Intake,
}

struct State {
    world: World,
    journal: Option<Journal>,
    /// Callbacks that wait until they stand in the journal.
    held: Vec<Send>,
}

/// What came of something that happens.
pub enum Happened {
    /// It is done, and so is what follows from it.
    Done(Option<Answer>),
    /// It could not be written down, and is not done.
    NotDone,
    /// It is done; the answer could not be written down, so nobody has it.
    NotAnswered,
}

/// How long until a journal that takes nothing is tried again.
pub(super) const AGAIN: Duration = Duration::from_secs(1);

impl Service {
    /// Puts it together: a body is waited for as long as `patience`. What is to be sent comes out of the receiver.
    #[must_use]
    pub fn new(
        judge: Judge,
        clock: Clock,
        world: World,
        journal: Option<Journal>,
        patience: Duration,
    ) -> (Self, mpsc::UnboundedReceiver<Send>) {
        let (sends, receiver) = mpsc::unbounded_channel();
        let state = Mutex::new(State { world, journal, held: Vec::new() });
        (Self { judge, clock, state, sends, sooner: Notify::new(), intake: Intake::new(patience) }, receiver)
    }

    /// Does something with it off the runtime's threads; nothing where that broke off.
    pub(super) async fn off<T: std::marker::Send + 'static>(
        self: &Arc<Self>,
        work: Work,
        job: impl FnOnce(&Self) -> T + std::marker::Send + 'static,
    ) -> Option<T> {
        let service = self.clone();
        self.intake.work(work, move || job(&service)).await
    }

    /// Something happens: it is written down, done, answered.
    pub fn happens(&self, input: &Input) -> Happened {
        let mut state = self.state();
        let before = state.world.next_due();
        let at = self.clock.now().max(state.world.now());
        if let Some(journal) = &mut state.journal
            && let Err(why) = journal.input(at, input)
        {
            log(&format!("the journal cannot be written, so nothing is done: {why}"));
            return Happened::NotDone;
        }
        let answer = state.world.apply(at, input);
        let written = self.pass_on(&mut state, answer.as_ref());
        let sooner = state.world.next_due().is_some_and(|due| before.is_none_or(|before| due < before));
        drop(state);
        if sooner {
            self.sooner.notify_one();
        }
        if written { Happened::Done(answer) } else { Happened::NotAnswered }
    }

    /// A request or a decision happens: what is to be answered. Nothing where it is done and that could not be written
    /// down: then no answer may say that it is not.
    pub fn answer(&self, input: &Input) -> Option<Answer> {
        match self.happens(input) {
            Happened::Done(answer) => answer,
            Happened::NotDone => {
                let body = Refusal::from(Why::Unwritten).whole(&self.judge.model.specs.platform);
                Some(Answer { status: 500, body, signed: None })
            }
            Happened::NotAnswered => None,
        }
    }

    /// A request whose sender is not known is refused.
    #[must_use]
    pub fn stranger(&self, path: &str, refusal: &Refusal) -> Answer {
        let (status, body) = refusal.answer(&self.judge.model, path);
        let answer = Answer { status, body, signed: None };
        let at = self.clock.now();
        // what anybody may send is written without its text, and its path only where it is one of ours
        let path = if self.judge.model.at(path).is_some() { path } else { "other" };
        if let Some(journal) = &mut self.state().journal
            && let Err(why) = journal.stranger(at, path, &answer)
        {
            log(&format!("the journal cannot be written: {why}"));
        }
        answer
    }

    /// What is due by now, happens.
    pub fn tick(&self) {
        let mut state = self.state();
        let now = self.clock.now();
        state.world.advance(now);
        self.pass_on(&mut state, None);
    }

    /// Lets time pass, where the tester drives it.
    ///
    /// # Errors
    /// Where it passes by itself, or that cannot be written down.
    pub fn advance(&self, milliseconds: i64) -> Result<(), String> {
        let mut state = self.state();
        let to = self.clock.after(milliseconds)?;
        if let Some(journal) = &mut state.journal {
            journal.input(to, &Input::Passed).map_err(|why| format!("the journal cannot be written: {why}"))?;
        }
        self.clock.set(to);
        state.world.apply(to, &Input::Passed);
        self.pass_on(&mut state, None);
        Ok(())
    }

    /// Ticks whenever something is due, for ever.
    pub async fn run(self: Arc<Self>) {
        loop {
            let (due, held) = {
                let state = self.state();
                (state.world.next_due().and_then(|due| self.clock.until(due)), !state.held.is_empty())
            };
            let due = if held { Some(due.unwrap_or(AGAIN).min(AGAIN)) } else { due };
            match due {
                // a day bounds what the timer has to hold
                Some(due) => {
                    let _ = tokio::time::timeout(due.min(Duration::from_secs(86_400)), self.sooner.notified()).await;
                }
                None => self.sooner.notified().await,
            }
            self.off(Work::Short, Self::tick).await;
        }
    }

    /// The state, to be read.
    pub fn read<T>(&self, read: impl FnOnce(&World) -> T) -> T {
        read(&self.state().world)
    }

    /// Nothing goes out that is not written down.
    fn pass_on(&self, state: &mut State, answer: Option<&Answer>) -> bool {
        let (sends, notes) = (state.world.take_sends(), state.world.take_notes());
        notes.iter().for_each(|note| log(note));
        let at = state.world.now();
        let written = state.journal.as_mut().map_or(Ok(()), |journal| journal.outcome(at, answer, &sends));
        state.held.extend(sends);
        if let Err(why) = written {
            log(&format!("the journal cannot be written, so answers and callbacks are held back: {why}"));
            return false;
        }
        for send in state.held.drain(..) {
            // without a receiver the Gate is stopping
            let _ = self.sends.send(send);
        }
        let State { world, journal, .. } = state;
        if let Some(journal) = journal.as_mut().filter(|journal| journal.is_long())
            && let Err(why) = journal.compact(world)
        {
            log(&format!("the journal is not compacted, and goes on as it is: {why}"));
        }
        true
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The answer's bytes, signed where it is of the kind that is. Nothing where it is and cannot be: no answer without a
    /// signature may pass for one of the platform's.
    #[must_use]
    pub fn written(&self, mut answer: Answer) -> Option<(u16, Value)> {
        if let Some(project) = answer.signed
            && let Err(why) = self.judge.sign(project, &mut answer.body)
        {
            log(&format!("an answer is not sent, it cannot be signed: {why}"));
            return None;
        }
        Some((answer.status, answer.body))
    }

    /// Says the time.
    #[must_use]
    pub fn time(&self) -> Value {
        json!({ "now": super::clock::written(self.clock.now()), "milliseconds": self.clock.now() })
    }
}

/// A line of the log. Nobody's data is in it.
pub(super) fn log(line: &str) {
    eprintln!("gate: {line}");
}
