//! The least cut between two nodes of a graph without directions (Dinitz 1970).

/// Capacities below this are none.
const NOTHING: f64 = 1e-9;

pub struct Flow {
    /// By node the places of its arcs.
    arcs_of: Vec<Vec<usize>>,
    /// Arc `2k` and its way back `2k + 1`.
    to: Vec<usize>,
    whole: Vec<f64>,
    left: Vec<f64>,
    level: Vec<u32>,
    next: Vec<usize>,
}

impl Flow {
    /// Edges with the same capacity in both directions.
    pub fn new(nodes: usize, edges: &[(usize, usize, f64)]) -> Flow {
        let mut flow = Flow {
            arcs_of: vec![Vec::new(); nodes],
            to: Vec::new(),
            whole: Vec::new(),
            left: Vec::new(),
            level: vec![0; nodes],
            next: vec![0; nodes],
        };
        for &(one, other, capacity) in edges {
            flow.arcs_of[one].push(flow.to.len());
            flow.arcs_of[other].push(flow.to.len() + 1);
            flow.to.extend([other, one]);
            flow.whole.extend([capacity; 2]);
        }
        flow
    }

    /// The nodes on `sink`'s side of a least cut, if it is less than `enough`.
    pub fn cut(&mut self, source: usize, sink: usize, enough: f64) -> Option<Vec<usize>> {
        self.left.clone_from(&self.whole);
        let mut value = 0.0;
        // Levels are counted from the sink, so that what they reach at the end is its side.
        while self.levels(source, sink) {
            self.next.fill(0);
            loop {
                let pushed = self.push(source, sink, f64::INFINITY);
                if pushed <= NOTHING {
                    break;
                }
                value += pushed;
                if value >= enough {
                    return None;
                }
            }
        }
        Some((0..self.level.len()).filter(|&node| self.level[node] != u32::MAX).collect())
    }

    /// Steps from each node to the sink over what is left; whether the source is among them.
    fn levels(&mut self, source: usize, sink: usize) -> bool {
        self.level.fill(u32::MAX);
        self.level[sink] = 0;
        let mut queue = std::collections::VecDeque::from([sink]);
        while let Some(node) = queue.pop_front() {
            for &arc in &self.arcs_of[node] {
                let from = self.to[arc];
                if self.left[arc ^ 1] > NOTHING && self.level[from] == u32::MAX {
                    self.level[from] = self.level[node] + 1;
                    queue.push_back(from);
                }
            }
        }
        self.level[source] != u32::MAX
    }

    /// One path downhill, found without recursion: paths may be as long as there are nodes.
    fn push(&mut self, source: usize, sink: usize, most: f64) -> f64 {
        let (mut path, mut at): (Vec<usize>, usize) = (Vec::new(), source);
        while at != sink {
            if let Some(&arc) = self.arcs_of[at].get(self.next[at]) {
                let then = self.to[arc];
                let is_down = self.level[then] != u32::MAX && self.level[then] + 1 == self.level[at];
                if is_down && self.left[arc] > NOTHING {
                    path.push(arc);
                    at = then;
                } else {
                    self.next[at] += 1;
                }
            } else {
                let Some(arc) = path.pop() else { return 0.0 };
                at = self.to[arc ^ 1];
                self.next[at] += 1;
            }
        }
        let pushed = path.iter().fold(most, |least, &arc| least.min(self.left[arc]));
        for arc in path {
            self.left[arc] -= pushed;
            self.left[arc ^ 1] += pushed;
        }
        pushed
    }
}
