//! What follows a lost request, by hand-made transcripts; and when a status is asked for.

use std::time::Duration;

use ecommpay_runtime::client::{Attempt, Event, Kind, Next, Poll, Retry, Schedule, Step, Verdict};
use proptest::prelude::*;

const SECOND: Duration = Duration::from_secs(1);
const USED: Kind = Kind::AlreadyUsed;

fn steps(mut attempt: Attempt, events: &[Event]) -> Vec<Step> {
    assert_eq!(attempt.start(), Step::Send);
    events.iter().map(|event| attempt.on(*event)).collect()
}

fn sale(retry: Retry) -> Attempt {
    Attempt::new(Some(USED), retry).begins_payment()
}

fn refund(retry: Retry) -> Attempt {
    Attempt::new(Some(Kind::RefundAlreadyUsed), retry)
}

fn capture(retry: Retry) -> Attempt {
    Attempt::new(None, retry)
}

#[test]
fn transcripts() {
    use Event::{Accepted, Another, Found, Lost, NotFound, NotYetKnown, Refused, Unconnected};
    use Step::{Ask, AskAfter, SendAfter, Stop};
    use Verdict::{Answered, MayHaveArrived, NotSent};
    let [one, two, four] = [1, 2, 4].map(|n| SendAfter(n * SECOND));
    let (again, yet_again) = (AskAfter(SECOND), AskAfter(2 * SECOND));
    let unknown = Stop(MayHaveArrived);
    for (events, wanted) in [
        (vec![Accepted], vec![Stop(Answered)]),
        (vec![Refused(USED)], vec![Stop(Answered)]),
        (vec![Refused(Kind::State)], vec![Stop(Answered)]),
        (vec![Lost, Accepted], vec![one, Stop(Answered)]),
        (vec![Lost, Refused(USED), Found], vec![one, Ask, Stop(Verdict::Found)]),
        (vec![Lost, Refused(USED), Another], vec![one, Ask, Stop(Verdict::Another)]),
        (vec![Lost, Refused(USED), NotFound], vec![one, Ask, unknown]),
        // the question is asked again like any other
        (vec![Lost, Refused(USED), Lost, Unconnected, Found], vec![one, Ask, again, yet_again, Stop(Verdict::Found)]),
        (vec![Lost, Refused(USED), Lost, Lost, Lost], vec![one, Ask, again, yet_again, unknown]),
        (vec![Lost, Lost, Found], vec![one, Ask, Stop(Verdict::Found)]),
        (vec![Lost, Lost, Another], vec![one, Ask, Stop(Verdict::Another)]),
        (vec![Lost, Lost, NotFound], vec![one, Ask, unknown]),
        // how the request is written was wrong the first time too
        (vec![Lost, Refused(Kind::Currency)], vec![one, Stop(Answered)]),
        (vec![Unconnected, Unconnected, Unconnected], vec![one, two, Stop(NotSent)]),
        // connections that fail after a loss do not make it a request that was not sent
        (vec![Lost, Unconnected, Unconnected, Unconnected], vec![one, two, four, Ask]),
        (vec![Unconnected, Refused(USED)], vec![one, Stop(Answered)]),
    ] {
        assert_eq!(steps(sale(Retry::default()), &events), wanted, "a sale: {events:?}");
    }
    let refund_used = Refused(Kind::RefundAlreadyUsed);
    for (events, wanted) in [
        (vec![refund_used], vec![Stop(Answered)]),
        (vec![Lost, refund_used, Found], vec![one, Ask, Stop(Verdict::Found)]),
        (vec![Lost, refund_used, NotFound], vec![one, Ask, unknown]),
        (vec![Lost, refund_used, NotYetKnown, Found], vec![one, Ask, again, Stop(Verdict::Found)]),
        (vec![Lost, refund_used, NotYetKnown, NotYetKnown, NotYetKnown], vec![one, Ask, again, yet_again, unknown]),
        // the payment was there before the refund: its status would prove nothing
        (vec![Lost, Lost], vec![one, unknown]),
        (vec![Lost, Unconnected, Unconnected, Unconnected], vec![one, two, four, unknown]),
        // no payment, no refund
        (vec![Lost, Refused(Kind::NotFound)], vec![one, Stop(Answered)]),
    ] {
        assert_eq!(steps(refund(Retry::default()), &events), wanted, "a refund: {events:?}");
    }
    for (events, wanted) in [(vec![Lost], vec![unknown]), (vec![Unconnected, Lost], vec![one, unknown])] {
        assert_eq!(steps(capture(Retry::default()), &events), wanted, "a capture: {events:?}");
    }
    assert_eq!(steps(sale(Retry::never()), &[Lost, Lost]), [Ask, unknown]);
    assert_eq!(steps(sale(Retry::never()), &[Unconnected]), [Stop(NotSent)]);
}

/// Ten seconds have to pass before it means anything that the platform does not know a payment.
#[test]
fn an_answer_too_early_to_prove_anything_is_asked_for_again_in_time() {
    use Event::{Found, Lost, NotYetKnown};
    use Step::{Ask, AskAfter, SendAfter, Stop};
    let unknown = Stop(Verdict::MayHaveArrived);
    let (again, yet_again) = (AskAfter(SECOND), AskAfter(2 * SECOND));
    let patient = |retry| sale(retry).conclusive_after(10 * SECOND);
    let one = SendAfter(SECOND);
    for (events, wanted) in [
        (vec![Lost, Lost, NotYetKnown, Found], vec![one, Ask, AskAfter(10 * SECOND), Stop(Verdict::Found)]),
        // from then on it is a question like any other
        (
            vec![Lost, Lost, NotYetKnown, NotYetKnown, NotYetKnown, NotYetKnown],
            vec![one, Ask, AskAfter(10 * SECOND), again, yet_again, unknown],
        ),
        // what was waited for anyway counts
        (vec![Lost, Lost, Lost, NotYetKnown, Found], vec![one, Ask, again, AskAfter(9 * SECOND), Stop(Verdict::Found)]),
    ] {
        assert_eq!(steps(patient(Retry::default()), &events), wanted, "{events:?}");
    }
    assert_eq!(steps(patient(Retry::never()), &[Lost, NotYetKnown]), [Ask, unknown], "who asks once asks once");
}

/// What is refused for how things stand may be refused because the lost request did it.
#[test]
fn a_refusal_after_a_loss_is_believed_only_where_the_request_could_not_be_why() {
    let unknown = Step::Stop(Verdict::MayHaveArrived);
    for kind in [
        Kind::AlreadyUsed,
        Kind::RefundAlreadyUsed,
        Kind::OverLimit,
        Kind::RefundAmount,
        Kind::NotAllowed,
        Kind::State,
        Kind::Other,
    ] {
        assert!(kind.depends_on_state());
        assert_eq!(steps(sale(Retry::default()), &[Event::Lost, Event::Refused(kind)])[1], Step::Ask, "{kind:?}");
        let wanted = if kind == Kind::RefundAlreadyUsed { Step::Ask } else { unknown };
        assert_eq!(steps(refund(Retry::default()), &[Event::Lost, Event::Refused(kind)])[1], wanted, "{kind:?}");
    }
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        Just(Event::Unconnected),
        Just(Event::Lost),
        Just(Event::Refused(USED)),
        Just(Event::Refused(Kind::Currency)),
        Just(Event::Refused(Kind::State)),
        Just(Event::Accepted),
    ]
}

proptest! {
    /// Whatever happens: it ends, sends no more often than it may, and never calls "not sent" or "refused for how things
    /// stand" what may have arrived.
    #[test]
    fn nothing_is_sent_too_often(events in prop::collection::vec(event(), 30), safe: bool, begins: bool, more in 0u32..4) {
        let attempt = Attempt::new(safe.then_some(USED), Retry::default().unconnected(more).lost(more));
        let mut attempt = if begins { attempt.begins_payment() } else { attempt };
        let (mut step, mut sent, mut lost, mut asked, mut last) = (attempt.start(), 0, 0, 0, None);
        for event in events {
            match step {
                Step::Stop(verdict) => {
                    prop_assert!(verdict != Verdict::NotSent || lost == 0);
                    let doubtful = matches!(last, Some(Event::Refused(kind)) if kind.depends_on_state());
                    prop_assert!(verdict != Verdict::Answered || lost == 0 || !doubtful);
                    return Ok(());
                }
                Step::Ask | Step::AskAfter(_) => {
                    asked += 1;
                    prop_assert!(safe && lost > 0 && asked <= more + 1);
                    step = attempt.on(event);
                }
                _ => {
                    prop_assert_eq!(asked, 0);
                    sent += 1;
                    lost += u32::from(event == Event::Lost);
                    let most = if safe { more + 1 } else { 1 };
                    prop_assert!(lost <= most);
                    prop_assert!(sent <= 2 * more + 2);
                    step = attempt.on(event);
                }
            }
            last = Some(event);
        }
        prop_assert!(matches!(step, Step::Stop(_)));
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
