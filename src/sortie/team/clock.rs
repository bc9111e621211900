//! When things happen in a mission: each stop's work in a fixed manner, as
//! early as can be.
//!
//! First launches of drones on board, then recoveries of those that are above,
//! then the customer, then late launches, and otherwise waiting for the next
//! drone. So the driver is never idle while there is work, unless a customer is
//! told to wait until drones are recovered that leave again. A launch after
//! which the drone would hover too long is put off by as much.

use super::mission::{Flight, LATE, Mission};
use super::{Act, Team, Timetable, Work};

const NONE: u32 = u32::MAX;
/// How often launches are put off before a mission is given up.
const TRIES: usize = 3;

#[derive(Clone, Debug)]
pub struct Clock {
    /// By stop: the first customer flown to from there, and met there.
    launches: Vec<u32>,
    recoveries: Vec<u32>,
    /// By customer: the next of the same stop.
    next_launch: Vec<u32>,
    next_recovery: Vec<u32>,
    /// By customer: when its drone is above the meeting place, and until when it can wait.
    above: Vec<i64>,
    until: Vec<i64>,
    /// By customer: no launch before.
    hold: Vec<i64>,
    /// By model: drones on board.
    aboard: Vec<usize>,
    /// The driver's work, where it is wanted.
    acts: Option<Vec<Act>>,
}

/// Why there are no times.
enum Fault {
    Impossible,
    /// This launch is to be put off until then.
    Early(u32, i64),
}

impl Clock {
    pub fn new(team: &Team) -> Clock {
        let nodes = team.nodes;
        Clock {
            launches: vec![NONE; nodes + 1],
            recoveries: vec![NONE; nodes + 1],
            next_launch: vec![NONE; nodes],
            next_recovery: vec![NONE; nodes],
            above: vec![0; nodes],
            until: vec![0; nodes],
            hold: vec![0; nodes],
            aboard: Vec::new(),
            acts: None,
        }
    }

    /// When all are back, or `None` if it cannot be done so.
    pub fn end(&mut self, team: &Team, mission: &Mission) -> Option<i64> {
        self.hold.fill(0);
        for _ in 0..TRIES {
            match self.run(team, mission) {
                Ok(end) => return Some(end),
                Err(Fault::Early(customer, start)) => self.hold[customer as usize] = start,
                Err(Fault::Impossible) => return None,
            }
        }
        None
    }

    /// The same with all that is done; nothing if it cannot be done so.
    pub fn timetable(&mut self, team: &Team, mission: &Mission) -> Timetable {
        self.acts = Some(Vec::new());
        let end = self.end(team, mission);
        let acts = self.acts.take().filter(|_| end.is_some()).unwrap_or_default();
        let stops = mission.stops[1..mission.stops.len() - 1].iter().map(|&node| node as usize).collect();
        Timetable { stops, acts: who_flies(team, acts) }
    }

    fn run(&mut self, team: &Team, mission: &Mission) -> Result<i64, Fault> {
        self.list(mission)?;
        self.aboard.clear();
        self.aboard.extend(team.models.iter().map(|model| model.count));
        if let Some(acts) = &mut self.acts {
            acts.clear();
        }
        let evening = mission.stops.len() - 1;
        let (mut now, mut at) = (0, 0);
        for stop in 0..=evening {
            let node = if stop == evening { 0 } else { mission.stops[stop] as usize };
            if stop > 0 {
                now += team.way(at, node);
            }
            at = node;
            let mut desk = Desk { team, mission, clock: self, stop, node, now, is_served: node == 0 };
            desk.work()?;
            now = desk.now;
        }
        Ok(now)
    }

    /// Flights by the stops where they begin and end.
    fn list(&mut self, mission: &Mission) -> Result<(), Fault> {
        self.launches[..mission.stops.len()].fill(NONE);
        self.recoveries[..mission.stops.len()].fill(NONE);
        for (customer, flight) in mission.flights.iter().enumerate() {
            let Some(flight) = flight else { continue };
            let (from, to) = (mission.place(flight.from), mission.place(flight.to));
            if from >= to {
                return Err(Fault::Impossible);
            }
            self.next_launch[customer] = std::mem::replace(&mut self.launches[from], customer as u32);
            self.next_recovery[customer] = std::mem::replace(&mut self.recoveries[to], customer as u32);
        }
        Ok(())
    }
}

/// The driver's work at one stop.
struct Desk<'a> {
    team: &'a Team,
    mission: &'a Mission,
    clock: &'a mut Clock,
    stop: usize,
    node: usize,
    now: i64,
    is_served: bool,
}

impl Desk<'_> {
    fn work(&mut self) -> Result<(), Fault> {
        loop {
            if let Some(customer) = self.to_launch(0..LATE) {
                self.launch(customer)?;
                continue;
            }
            let next = self.to_recover();
            let is_above = next.filter(|&customer| self.clock.above[customer] <= self.now);
            if let Some(customer) = is_above {
                self.recover(customer)?;
            } else if !self.is_served && (next.is_none() || !self.mission.is_patient[self.node]) {
                self.is_served = true;
                self.note(Work::Serve);
                self.now += self.team.service[self.node];
            } else if let Some(customer) = self.to_launch(LATE..u8::MAX) {
                self.launch(customer)?;
            } else if let Some(customer) = next {
                self.now = self.clock.above[customer];
                self.recover(customer)?;
            } else if self.is_put_off() {
                continue;
            } else {
                return if self.clock.launches[self.stop] == NONE { Ok(()) } else { Err(Fault::Impossible) };
            }
        }
    }

    fn flight(&self, customer: usize) -> Flight {
        self.mission.flights[customer].expect("only flown customers are listed")
    }

    /// Waits for the next launch that was put off, if there is one.
    fn is_put_off(&mut self) -> bool {
        let (mut at, mut least) = (self.clock.launches[self.stop], i64::MAX);
        while at != NONE {
            let customer = at as usize;
            if self.clock.aboard[self.flight(customer).model as usize] > 0 {
                least = least.min(self.clock.hold[customer]);
            }
            at = self.clock.next_launch[customer];
        }
        let waits = least != i64::MAX && least > self.now;
        if waits {
            self.now = least;
        }
        waits
    }

    /// Of drones on board the one whose turn is first, the longest flight first.
    fn to_launch(&self, turns: std::ops::Range<u8>) -> Option<usize> {
        let (mut at, mut best) = (self.clock.launches[self.stop], None);
        while at != NONE {
            let customer = at as usize;
            let flight = self.flight(customer);
            let model = flight.model as usize;
            let can = self.clock.aboard[model] > 0 && self.clock.hold[customer] <= self.now;
            if can && turns.contains(&flight.turn) {
                let key = (flight.turn, -self.team.models[model].fly[self.node * self.team.nodes + customer]);
                if best.is_none_or(|(least, _)| key < least) {
                    best = Some((key, customer));
                }
            }
            at = self.clock.next_launch[customer];
        }
        best.map(|(_, customer)| customer)
    }

    /// The drone that is above first.
    fn to_recover(&self) -> Option<usize> {
        let (mut at, mut best) = (self.clock.recoveries[self.stop], None);
        while at != NONE {
            let customer = at as usize;
            let key = (self.clock.above[customer], customer);
            if best.is_none_or(|least| key < least) {
                best = Some(key);
            }
            at = self.clock.next_recovery[customer];
        }
        best.map(|(_, customer)| customer)
    }

    fn launch(&mut self, customer: usize) -> Result<(), Fault> {
        let flight = self.flight(customer);
        let model = flight.model as usize;
        let kind = &self.team.models[model];
        unlink(&mut self.clock.launches[self.stop], &mut self.clock.next_launch, customer);
        self.clock.aboard[model] -= 1;
        self.note(Work::Launch { model, drone: 0, customer });
        self.now += if self.stop == 0 && !self.team.launches_at_depot { 0 } else { kind.launch };
        let to = if flight.to as usize == self.team.nodes { 0 } else { flight.to as usize };
        let patience = self.team.patience(model, self.node, customer, to);
        if patience < 0 || !kind.carries[customer] {
            return Err(Fault::Impossible);
        }
        self.clock.above[customer] = self.now + self.team.flight(model, self.node, customer, to);
        self.clock.until[customer] = self.clock.above[customer] + patience;
        Ok(())
    }

    fn recover(&mut self, customer: usize) -> Result<(), Fault> {
        let model = self.flight(customer).model as usize;
        let late = self.now - self.clock.until[customer];
        if late > 0 {
            return Err(self.put_off(customer, late));
        }
        unlink(&mut self.clock.recoveries[self.stop], &mut self.clock.next_recovery, customer);
        self.clock.aboard[model] += 1;
        self.note(Work::Recover { model, drone: 0, customer });
        self.now += self.team.models[model].recover;
        Ok(())
    }

    fn put_off(&self, customer: usize, late: i64) -> Fault {
        let flight = self.flight(customer);
        let model = flight.model as usize;
        let from = flight.from as usize;
        let to = if flight.to as usize == self.team.nodes { 0 } else { flight.to as usize };
        let launch =
            if from == 0 && !self.team.launches_at_depot { 0 } else { self.team.models[model].launch };
        let start = self.clock.above[customer] - self.team.flight(model, from, customer, to) - launch;
        Fault::Early(customer as u32, start + late)
    }

    fn note(&mut self, work: Work) {
        let (stop, start) = (self.stop, self.now);
        if let Some(acts) = &mut self.clock.acts {
            acts.push(Act { stop, start, work });
        }
    }
}

fn unlink(first: &mut u32, next: &mut [u32], customer: usize) {
    let mut at = *first;
    if at as usize == customer {
        *first = next[customer];
        return;
    }
    while at != NONE {
        let then = next[at as usize];
        if then as usize == customer {
            next[at as usize] = next[customer];
            return;
        }
        at = then;
    }
}

/// Of each model the drone with the lowest number that is on board flies.
fn who_flies(team: &Team, mut acts: Vec<Act>) -> Vec<Act> {
    let mut flying: Vec<Vec<Option<usize>>> =
        team.models.iter().map(|model| vec![None; model.count]).collect();
    let find = |drones: &[Option<usize>], what: Option<usize>| {
        drones.iter().position(|flies| *flies == what).expect("drones on board are counted")
    };
    for act in &mut acts {
        match &mut act.work {
            Work::Serve => {}
            Work::Launch { model, drone, customer } => {
                *drone = find(&flying[*model], None);
                flying[*model][*drone] = Some(*customer);
            }
            Work::Recover { model, drone, customer } => {
                *drone = find(&flying[*model], Some(*customer));
                flying[*model][*drone] = None;
            }
        }
    }
    acts
}
