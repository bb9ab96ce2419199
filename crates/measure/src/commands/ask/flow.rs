use std::collections::VecDeque;
use std::ops::ControlFlow;
use std::sync::{Mutex, mpsc};
use std::thread;

use crate::ending::Ending;

/// How many pieces of work may wait or be done for each processor.
const FOR_EACH: usize = 2;

/// Does work that comes piece by piece on every processor and hands the results over in order, few at a time, until one
/// of them asks to stop.
pub fn in_order<J: Send, R: Send>(
    next: &mut dyn FnMut() -> Result<Option<J>, Ending>,
    work: &(impl Fn(J) -> R + Sync),
    take: &mut dyn FnMut(R) -> Result<ControlFlow<()>, Ending>,
) -> Result<(), Ending> {
    let workers = thread::available_parallelism().map_or(1, usize::from).min(16);
    let (jobs, waiting) = mpsc::channel::<(J, mpsc::Sender<R>)>();
    let waiting = Mutex::new(waiting);
    thread::scope(|scope| {
        let worker = || {
            let job = || waiting.lock().ok()?.recv().ok();
            while let Some((job, to)) = job() {
                // Nobody waits for it once the command ended.
                let _ = to.send(work(job));
            }
        };
        let at_work: Vec<_> = (0..workers).map(|_| scope.spawn(worker)).collect();
        let done = hand_out(workers * FOR_EACH, &jobs, next, take);
        drop(jobs);
        // A worker that broke down left its result unsent, which `done` tells already.
        at_work.into_iter().for_each(|it| drop(it.join()));
        done
    })
}

/// Keeps so many pieces of work under way and takes their results in order.
fn hand_out<J, R>(
    most: usize,
    jobs: &mpsc::Sender<(J, mpsc::Sender<R>)>,
    next: &mut dyn FnMut() -> Result<Option<J>, Ending>,
    take: &mut dyn FnMut(R) -> Result<ControlFlow<()>, Ending>,
) -> Result<(), Ending> {
    let mut under_way = VecDeque::new();
    let mut more = true;
    loop {
        while more && under_way.len() < most {
            let Some(job) = next()? else {
                more = false;
                break;
            };
            let (to, result) = mpsc::channel();
            under_way.push_back(result);
            jobs.send((job, to)).map_err(|_| stopped())?;
        }
        let Some(result) = under_way.pop_front() else {
            return Ok(());
        };
        if take(result.recv().map_err(|_| stopped())?)?.is_break() {
            return Ok(());
        }
    }
}

fn stopped() -> Ending {
    Ending::Faulty("A method stopped before its answer.".to_owned())
}
