//! Money in minor units, bounded by what an operation takes.

mod amount;
mod contract;
mod currencies;
mod limit;
mod literal;

pub use amount::{Amount, AmountError, Currency, Under};
pub use contract::{Contract, ContractError};
pub use limit::{Bound, Bounds, Force, Limit};
