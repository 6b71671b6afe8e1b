//! What is known of one payment, and of one operation: a small record each, for there may be many.

use crate::traffic::store::Keyed;

/// Where something stands: the number of its file, its line, and its number within the line's body or 0.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Spot {
    pub(super) file: u16,
    pub(super) element: u32,
    pub(super) line: u64,
}

/// What was ordered.
#[derive(Clone, Copy)]
pub(super) struct Ordered {
    /// In minor units.
    pub(super) amount: i64,
    pub(super) spot: Spot,
}

/// A payment: what was ordered, and what its operations come to.
pub(super) struct Payment {
    key: [u64; 2],
    /// Its number.
    pub(super) at: u32,
    pub(super) order: Option<Ordered>,
    /// Operations that are listed, whatever they do.
    pub(super) listed: u32,
    /// The first of them that took money or gave it back.
    pub(super) moved: Option<Spot>,
    /// What was taken and what went back, in the currency of the order, or without one of the first operation.
    pub(super) paid: i64,
    pub(super) back: i64,
    pub(super) currency: Option<u16>,
    /// Another currency was taken.
    pub(super) other_currency: bool,
    /// An operation that would take or hold money is not decided.
    pub(super) pending: bool,
    /// A refund is not decided.
    pub(super) refunding: bool,
    /// Money is held, and not all of it was taken or released.
    pub(super) held: bool,
    pub(super) released: bool,
    /// Money went back in another currency.
    pub(super) back_in_other_currency: bool,
    /// The documents of its method say that another sum may be paid.
    pub(super) may_differ: bool,
    /// Another sum may have been paid, and no row says which.
    pub(super) unknown_sum: bool,
    /// Two sums of one operation contradict each other.
    pub(super) contradicts: bool,
    /// Debits of a series that were paid, and whether one was of the ordered sum.
    pub(super) debits: u32,
    pub(super) ordered_debit: bool,
}

impl Payment {
    pub(super) fn new(key: [u64; 2], at: u32) -> Self {
        Self {
            key,
            at,
            order: None,
            listed: 0,
            moved: None,
            paid: 0,
            back: 0,
            currency: None,
            other_currency: false,
            pending: false,
            refunding: false,
            held: false,
            released: false,
            back_in_other_currency: false,
            may_differ: false,
            unknown_sum: false,
            contradicts: false,
            debits: 0,
            ordered_debit: false,
        }
    }

    /// Adds an operation that is listed.
    pub(super) fn add(&mut self, operation: &Operation) {
        self.listed = self.listed.saturating_add(1);
        let Operation { effect, state, amount, currency, .. } = *operation;
        self.may_differ |= operation.may_differ;
        match (effect, state) {
            (Effect::None, _) | (_, State::Failed) => {}
            (Effect::Hold, State::Done) => self.held = true,
            (Effect::Release, State::Done) => self.released = true,
            (Effect::Release, State::Undecided) => {}
            (Effect::Take | Effect::Hold, State::Undecided) => self.pending = true,
            (_, State::Undecided) => self.refunding = true,
            (Effect::Take | Effect::Return | Effect::ReturnTakenBack, State::Done) => {
                self.moved.get_or_insert(operation.spot);
                let own = *self.currency.get_or_insert(currency);
                if own != currency && effect != Effect::Take {
                    self.back_in_other_currency = true;
                } else if own != currency {
                    self.other_currency = true;
                } else if effect == Effect::Take {
                    self.paid = self.paid.saturating_add(amount);
                    self.unknown_sum |= operation.may_differ && operation.conversion == Conversion::Unknown;
                    self.contradicts |= operation.conversion == Conversion::Differs;
                    if operation.is_debit {
                        self.debits = self.debits.saturating_add(1);
                        self.ordered_debit |= self.order.is_some_and(|order| order.amount == amount);
                    }
                } else if effect == Effect::Return {
                    self.back = self.back.saturating_add(amount);
                } else {
                    self.back = self.back.saturating_sub(amount);
                }
            }
        }
    }
}

impl Keyed for Payment {
    fn key(&self) -> [u64; 2] {
        self.key
    }
}

/// What an operation does once it succeeds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Effect {
    /// It takes money from the customer.
    Take,
    /// Money goes back.
    Return,
    /// A refund is taken back.
    ReturnTakenBack,
    /// Money is held.
    Hold,
    /// Held money is released.
    Release,
    /// Nothing that a sale's order knows of.
    None,
}

/// What the converted sum of an operation says beside the sum that was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Conversion {
    /// Nothing: it is absent, or in another currency.
    Unknown,
    /// In the same currency, what was paid.
    Agrees,
    /// In the same currency, another sum than was asked for, where that is a contradiction.
    Differs,
}

/// How an operation went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// It succeeded.
    Done,
    /// It came to another end.
    Failed,
    /// It is under way, or nobody knows.
    Undecided,
}

/// An operation as it is listed.
#[derive(Clone, Copy)]
pub(super) struct Operation {
    pub(super) key: [u64; 2],
    /// The number of its payment.
    pub(super) payment: u32,
    pub(super) effect: Effect,
    pub(super) state: State,
    pub(super) may_differ: bool,
    /// It is a debit of a series.
    pub(super) is_debit: bool,
    /// What its converted sum says.
    pub(super) conversion: Conversion,
    /// In minor units; 0 where it does not count.
    pub(super) amount: i64,
    pub(super) currency: u16,
    /// When it came to its end, in seconds since 1970; 0 where that is not told.
    pub(super) completed: i64,
    pub(super) spot: Spot,
}

const _: () = assert!(
    size_of::<Payment>() <= 120 && size_of::<Operation>() <= 80,
    "the memory of a payment and of an operation is promised in the documentation"
);

impl Keyed for Operation {
    fn key(&self) -> [u64; 2] {
        self.key
    }
}

/// How an operation that is listed again fits with what was listed before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Again {
    /// It says the same, or less.
    Same,
    /// It has gone on since.
    Newer,
    /// It is another operation of the same identifier.
    Other,
}

impl Operation {
    /// What the same operation, listed again, is to this.
    pub(super) fn again(&self, other: &Self) -> Again {
        let sums = |one: &Self| (one.amount, one.currency);
        // of one that is not done no sum is read
        let both = self.state == State::Done && other.state == State::Done;
        if self.payment != other.payment || self.effect != other.effect || both && sums(self) != sums(other) {
            return Again::Other;
        }
        match (self.state, other.state) {
            (one, same) if one == same => Again::Same,
            (State::Undecided, _) => Again::Newer,
            (_, State::Undecided) => Again::Same,
            // a sale can be returned by the bank: the later end counts, where the list says which is later
            _ if self.completed == 0 || other.completed == 0 || self.completed == other.completed => Again::Other,
            _ if self.completed < other.completed => Again::Newer,
            _ => Again::Same,
        }
    }
}
