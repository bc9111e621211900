//! Whether a timetable can be done, from nothing but the problem.

use super::{Act, Team, Timetable, Work};

/// What is wrong with a timetable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    Unknown(usize),
    Twice(usize),
    Missing(usize),
    /// A stop is not served exactly once, or work is at no stop.
    Stop(usize),
    /// The driver is elsewhere or at other work.
    Busy(Act),
    /// The drone is not on the truck, or not on its way to it.
    Away(Act),
    TooHeavy(usize),
    /// The drone cannot fly or hover so long.
    Battery(usize),
}

/// Where a drone is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Aboard,
    /// Launched at a stop from a node to a customer, in the air since.
    Flying {
        stop: usize,
        from: usize,
        customer: usize,
        since: i64,
    },
}

/// When the truck is back and the last drone recovered.
///
/// # Errors
/// The first thing that is wrong.
pub fn verify(team: &Team, timetable: &Timetable) -> Result<i64, Wrong> {
    let mut ride = Ride {
        team,
        seen: vec![false; team.nodes],
        places: team.models.iter().map(|model| vec![Place::Aboard; model.count]).collect(),
    };
    let (mut acts, mut at, mut now) = (timetable.acts.iter().peekable(), 0, 0);
    let route = [0].iter().chain(&timetable.stops).chain(&[0]).enumerate();
    let evening = timetable.stops.len() + 1;
    for (stop, &node) in route {
        if node >= team.nodes {
            return Err(Wrong::Unknown(node));
        }
        let is_customer = stop > 0 && stop < evening;
        now += if stop > 0 { team.way(at, node) } else { 0 };
        at = node;
        let mut served = 0;
        while let Some(act) = acts.next_if(|act| act.stop == stop) {
            if act.start < now {
                return Err(Wrong::Busy(*act));
            }
            served += usize::from(act.work == Work::Serve);
            now = act.start + ride.work(act, node, stop == 0)?;
        }
        if served != usize::from(is_customer) {
            return Err(Wrong::Stop(stop));
        }
    }
    if let Some(left) = acts.next() {
        return Err(Wrong::Stop(left.stop));
    }
    ride.is_complete().map(|()| now)
}

struct Ride<'a> {
    team: &'a Team,
    seen: Vec<bool>,
    places: Vec<Vec<Place>>,
}

impl Ride<'_> {
    /// How long it takes the driver.
    fn work(&mut self, act: &Act, node: usize, is_morning: bool) -> Result<i64, Wrong> {
        match act.work {
            Work::Serve => {
                self.see(node)?;
                Ok(self.team.service[node])
            }
            Work::Launch { model, drone, customer } => {
                self.see(customer)?;
                let place = *self.place(act, model, drone)?;
                let kind = &self.team.models[model];
                if place != Place::Aboard {
                    return Err(Wrong::Away(*act));
                }
                let time = if is_morning && !self.team.launches_at_depot { 0 } else { kind.launch };
                if !kind.carries[customer] {
                    return Err(Wrong::TooHeavy(customer));
                }
                *self.place(act, model, drone)? =
                    Place::Flying { stop: act.stop, from: node, customer, since: act.start + time };
                Ok(time)
            }
            Work::Recover { model, drone, customer } => self.recover(act, node, (model, drone, customer)),
        }
    }

    fn recover(
        &mut self,
        act: &Act,
        node: usize,
        (model, drone, customer): (usize, usize, usize),
    ) -> Result<i64, Wrong> {
        let place = *self.place(act, model, drone)?;
        let Place::Flying { stop, from, customer: to, since } = place else {
            return Err(Wrong::Away(*act));
        };
        *self.place(act, model, drone)? = Place::Aboard;
        let above = since + self.team.flight(model, from, to, node);
        if to != customer || act.start < above || stop == act.stop {
            return Err(Wrong::Away(*act));
        }
        if act.start - above > self.team.patience(model, from, to, node) {
            return Err(Wrong::Battery(to));
        }
        Ok(self.team.models[model].recover)
    }

    fn place(&mut self, act: &Act, model: usize, drone: usize) -> Result<&mut Place, Wrong> {
        self.places.get_mut(model).and_then(|places| places.get_mut(drone)).ok_or(Wrong::Away(*act))
    }

    fn see(&mut self, customer: usize) -> Result<(), Wrong> {
        match self.seen.get_mut(customer) {
            None => Err(Wrong::Unknown(customer)),
            Some(_) if customer == 0 => Err(Wrong::Unknown(customer)),
            Some(seen) if *seen => Err(Wrong::Twice(customer)),
            Some(seen) => {
                *seen = true;
                Ok(())
            }
        }
    }

    fn is_complete(&self) -> Result<(), Wrong> {
        if let Some(missing) = (1..self.team.nodes).find(|&customer| !self.seen[customer]) {
            return Err(Wrong::Missing(missing));
        }
        let flying = self.places.iter().flatten().find_map(|place| match place {
            Place::Flying { customer, .. } => Some(*customer),
            Place::Aboard => None,
        });
        flying.map_or(Ok(()), |customer| Err(Wrong::Missing(customer)))
    }
}
