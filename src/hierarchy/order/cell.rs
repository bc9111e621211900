//! A part of an undirected graph, with its own small numbers for its nodes.

/// What an undirected edge stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Edge {
    pub ends: [u32; 2],
    /// What cutting it costs.
    pub width: u16,
}

/// Nodes and the edges among them. Each edge is two halves, one at each end.
#[derive(Clone, Debug, Default)]
pub(super) struct Cell {
    /// By small number: the node of the whole graph.
    pub nodes: Vec<u32>,
    /// By node: where its halves begin; one more at the end.
    pub first: Vec<u32>,
    /// By half: the node at its other end.
    pub heads: Vec<u32>,
    /// By half: the same edge's other half.
    pub mates: Vec<u32>,
    pub widths: Vec<u16>,
    /// By half: its edge in the whole graph.
    pub edges: Vec<u32>,
}

impl Cell {
    /// All nodes of a graph. Edges from a node to itself are left out.
    pub fn whole(nodes: usize, edges: &[Edge]) -> Cell {
        let proper = || edges.iter().enumerate().filter(|(_, edge)| edge.ends[0] != edge.ends[1]);
        let mut first = vec![0_u32; nodes + 1];
        for (_, edge) in proper() {
            first[edge.ends[0] as usize + 1] += 1;
            first[edge.ends[1] as usize + 1] += 1;
        }
        for node in 0..nodes {
            first[node + 1] += first[node];
        }
        let halves = first[nodes] as usize;
        let mut cell = Cell {
            nodes: (0..nodes as u32).collect(),
            first: first.clone(),
            heads: vec![0; halves],
            mates: vec![0; halves],
            widths: vec![0; halves],
            edges: vec![0; halves],
        };
        for (index, edge) in proper() {
            let [one, other] = edge.ends.map(|end| end as usize);
            let [here, there] = [one, other].map(|end| {
                first[end] += 1;
                first[end] as usize - 1
            });
            (cell.heads[here], cell.heads[there]) = (other as u32, one as u32);
            (cell.mates[here], cell.mates[there]) = (there as u32, here as u32);
            (cell.widths[here], cell.widths[there]) = (edge.width, edge.width);
            (cell.edges[here], cell.edges[there]) = (index as u32, index as u32);
        }
        cell
    }

    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    pub fn halves(&self, node: usize) -> std::ops::Range<usize> {
        self.first[node] as usize..self.first[node + 1] as usize
    }

    /// The nodes of one kind, and the edges among them.
    pub fn part(&self, wanted: impl Fn(usize) -> bool) -> Cell {
        const OUT: u32 = u32::MAX;
        let mut number = vec![OUT; self.len()];
        let mut part = Cell::default();
        for node in (0..self.len()).filter(|&node| wanted(node)) {
            number[node] = part.nodes.len() as u32;
            part.nodes.push(self.nodes[node]);
        }
        let mut place = vec![OUT; self.heads.len()];
        let mut kept = Vec::new();
        part.first.push(0);
        for node in (0..self.len()).filter(|&node| number[node] != OUT) {
            for half in self.halves(node).filter(|&half| number[self.heads[half] as usize] != OUT) {
                place[half] = kept.len() as u32;
                kept.push(half);
            }
            part.first.push(kept.len() as u32);
        }
        part.heads = kept.iter().map(|&half| number[self.heads[half] as usize]).collect();
        part.mates = kept.iter().map(|&half| place[self.mates[half] as usize]).collect();
        part.widths = kept.iter().map(|&half| self.widths[half]).collect();
        part.edges = kept.iter().map(|&half| self.edges[half]).collect();
        part
    }
}
