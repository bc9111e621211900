//! A queue by cost for a search whose every step costs something.
//!
//! One idea: if no step costs less than a bucket is wide, the order within a
//! bucket does not matter, so nothing is ever sorted (Dial 1969,
//! doi:10.1145/363269.363610).

/// Cells by cost, in buckets used over and over.
pub(super) struct Queue {
    /// Buckets by metre.
    by_cost: f32,
    /// As many as a power of two.
    buckets: Vec<Vec<(u32, f32)>>,
    /// Number of the bucket in use since the start.
    now: usize,
    count: usize,
}

impl Queue {
    /// `least` and `most`: what a step costs.
    pub(super) fn new(least: f32, most: f32) -> Queue {
        let count = ((most / least).ceil() as usize + 2).next_power_of_two();
        Queue { by_cost: 1.0 / least, buckets: vec![Vec::new(); count], now: 0, count: 0 }
    }

    /// # Panics
    /// In debug builds, if the cost is not within the dearest step of the last popped.
    pub(super) fn push(&mut self, cell: u32, cost: f32) {
        let bucket = ((cost * self.by_cost) as usize).max(self.now);
        debug_assert!(bucket < self.now + self.buckets.len());
        let mask = self.buckets.len() - 1;
        self.buckets[bucket & mask].push((cell, cost));
        self.count += 1;
    }

    /// One of the cheapest.
    pub(super) fn pop(&mut self) -> Option<(u32, f32)> {
        if self.count == 0 {
            return None;
        }
        loop {
            let mask = self.buckets.len() - 1;
            if let Some(entry) = self.buckets[self.now & mask].pop() {
                self.count -= 1;
                return Some(entry);
            }
            self.now += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_popped_is_at_most_one_bucket_dearer_than_what_comes_later() {
        let mut queue = Queue::new(10.0, 200.0);
        queue.push(0, 0.0);
        let (mut popped, mut pushed) = (Vec::new(), 0u32);
        while let Some((_, cost)) = queue.pop() {
            popped.push(cost);
            for step in [10.0, 37.0, 199.0] {
                if pushed < 300 {
                    pushed += 1;
                    queue.push(pushed, cost + step);
                }
            }
        }

        assert_eq!(popped.len(), 301);
        assert!(popped.windows(2).all(|pair| pair[1] > pair[0] - 10.0));
    }
}
