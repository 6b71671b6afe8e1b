//! What follows a lost request, by hand-made transcripts; and when a status is asked for.

use std::time::Duration;

use ecommpay_runtime::client::{Attempt, Event, Kind, Next, Poll, Retry, Schedule, Step, Verdict};
use proptest::prelude::*;

const SECOND: Duration = Duration::from_secs(1);
const USED: Kind = Kind::AlreadyUsed;

fn steps(once: Option<Kind>, retry: Retry, events: &[Event]) -> Vec<Step> {
    let mut attempt = Attempt::new(once, retry);
    assert_eq!(attempt.start(), Step::Send);
    events.iter().map(|event| attempt.on(*event)).collect()
}

#[test]
fn transcripts() {
    use Event::{Accepted, Found, Lost, NotFound, Refused, Unconnected};
    use Step::{Ask, SendAfter, Stop};
    use Verdict::{Answered, MayHaveArrived, NotSent};
    let retry = Retry::default();
    let one = SendAfter(SECOND);
    let two = SendAfter(2 * SECOND);
    let four = SendAfter(4 * SECOND);
    let safe = Some(USED);
    for (once, events, wanted) in [
        (safe, vec![Accepted], vec![Stop(Answered)]),
        (safe, vec![Refused(USED)], vec![Stop(Answered)]),
        (safe, vec![Lost, Accepted], vec![one, Stop(Answered)]),
        (safe, vec![Lost, Refused(USED), Found], vec![one, Ask, Stop(Verdict::Found)]),
        (safe, vec![Lost, Refused(USED), NotFound], vec![one, Ask, Stop(MayHaveArrived)]),
        // another identifier's refusal says nothing of this one
        (safe, vec![Lost, Refused(Kind::RefundAlreadyUsed)], vec![one, Stop(Answered)]),
        (safe, vec![Lost, Lost, Found], vec![one, Ask, Stop(Verdict::Found)]),
        (safe, vec![Lost, Lost, NotFound], vec![one, Ask, Stop(MayHaveArrived)]),
        (safe, vec![Unconnected, Unconnected, Unconnected], vec![one, two, Stop(NotSent)]),
        // connections that fail after a loss do not make it a request that was not sent
        (safe, vec![Lost, Unconnected, Unconnected, Unconnected], vec![one, two, four, Ask]),
        (safe, vec![Unconnected, Refused(USED)], vec![one, Stop(Answered)]),
        (None, vec![Lost], vec![Stop(MayHaveArrived)]),
        (None, vec![Unconnected, Lost], vec![one, Stop(MayHaveArrived)]),
    ] {
        assert_eq!(steps(once, retry, &events), wanted, "{once:?} {events:?}");
    }
    assert_eq!(steps(safe, Retry::never(), &[Lost]), [Ask]);
    assert_eq!(steps(safe, Retry::never(), &[Unconnected]), [Stop(NotSent)]);
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        Just(Event::Unconnected),
        Just(Event::Lost),
        Just(Event::Refused(USED)),
        Just(Event::Refused(Kind::Currency)),
        Just(Event::Accepted),
    ]
}

proptest! {
    /// Whatever happens: it ends, sends no more often than it may, and never calls "not sent" what may have arrived.
    #[test]
    fn nothing_is_sent_too_often(events in prop::collection::vec(event(), 20), safe: bool, more in 0u32..4) {
        let retry = Retry::default().unconnected(more).lost(more);
        let mut attempt = Attempt::new(safe.then_some(USED), retry);
        let (mut step, mut sent, mut lost) = (attempt.start(), 0, 0);
        for event in events {
            match step {
                Step::Stop(verdict) => {
                    prop_assert!(verdict != Verdict::NotSent || lost == 0);
                    return Ok(());
                }
                Step::Ask => {
                    prop_assert!(safe && lost > 0);
                    step = attempt.on(Event::NotFound);
                }
                _ => {
                    sent += 1;
                    lost += u32::from(event == Event::Lost);
                    let most = if safe { more + 1 } else { 1 };
                    prop_assert!(lost <= most);
                    prop_assert!(sent <= 2 * more + 2);
                    step = attempt.on(event);
                }
            }
        }
        prop_assert!(matches!(step, Step::Stop(_) | Step::Ask));
    }

    /// Nothing is asked before the first moment; the last question comes at the end, and pauses do not shrink.
    #[test]
    fn a_poll_keeps_to_its_schedule(first in 0u64..500, more in 0u64..5_000, every in 0u64..100, slowest in 0u64..600) {
        let seconds = Duration::from_secs;
        let schedule = Schedule::new(seconds(first), seconds(first + more)).every(seconds(every)).slowest(seconds(slowest));
        let (mut poll, mut now, mut asked) = (Poll::new(schedule), Duration::ZERO, Vec::new());
        for _ in 0..20_000 {
            match poll.next(now) {
                Next::Wait(pause) => {
                    prop_assert!(!pause.is_zero());
                    now += pause;
                }
                Next::Ask => asked.push(now),
                _ => break,
            }
        }
        prop_assert_eq!(poll.next(now), Next::End);
        prop_assert_eq!(asked.first(), Some(&seconds(first)));
        prop_assert_eq!(asked.last(), Some(&seconds(first + more)));
        let pauses: Vec<Duration> = asked.windows(2).map(|pair| pair[1] - pair[0]).collect();
        // the last one is cut off by the end
        let whole = &pauses[..pauses.len().saturating_sub(1)];
        prop_assert!(whole.is_sorted());
    }
}

#[test]
fn a_late_caller_asks_once() {
    let mut poll = Poll::new(Schedule::new(SECOND, 2 * SECOND));
    assert_eq!(poll.next(60 * SECOND), Next::Ask);
    assert_eq!(poll.next(60 * SECOND), Next::End);
}
