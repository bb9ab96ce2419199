use std::sync::{Condvar, Mutex, PoisonError};

use crate::Fault;

/// A few connections that callers take in turn; who finds none free waits.
pub(crate) struct Pool<T> {
    state: Mutex<State<T>>,
    freed: Condvar,
    most: usize,
}

struct State<T> {
    idle: Vec<T>,
    /// How many are lent out.
    out: usize,
}

impl<T> Pool<T> {
    /// A pool that lends out at most this many at a time.
    pub fn new(most: usize) -> Self {
        let (idle, out) = (Vec::new(), 0);
        Self {
            state: Mutex::new(State { idle, out }),
            freed: Condvar::new(),
            most: most.max(1),
        }
    }

    /// Does something with a connection: an idle one that `is_sound`, or a new one that `open` makes. It goes back to
    /// the pool unless the work failed, for a connection that failed once may be in the middle of something.
    pub fn with<R>(
        &self,
        is_sound: impl FnOnce(&mut T) -> bool,
        open: impl FnOnce() -> Result<T, Fault>,
        work: impl FnOnce(&mut T) -> Result<R, Fault>,
    ) -> Result<R, Fault> {
        let _place = self.place();
        let idle = self.lock().idle.pop();
        let sound = idle.and_then(|mut it| is_sound(&mut it).then_some(it));
        let mut connection = match sound {
            Some(connection) => connection,
            None => open()?,
        };
        let answer = work(&mut connection)?;
        self.lock().idle.push(connection);
        Ok(answer)
    }

    /// Waits until fewer than the most are lent out.
    fn place(&self) -> Place<'_, T> {
        let mut state = self.lock();
        while state.out >= self.most {
            state = self.freed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        state.out += 1;
        Place(self)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The right to have one connection out; given back even when the work panics.
struct Place<'t, T>(&'t Pool<T>);

impl<T> Drop for Place<'_, T> {
    fn drop(&mut self) {
        self.0.lock().out -= 1;
        self.0.freed.notify_one();
    }
}
