//! Which sets of customers an answer of the LP visits without coming from the
//! depot: each customer that is toured has two ways out of any set around it.

use super::flow::Flow;

/// A cut is worth a row if it is broken by this.
const WORTHWHILE: f64 = 1e-3;
/// Sets found by flows in one round.
const MOST: usize = 150;
/// Edges below these are left out when looking at what hangs together.
const THRESHOLDS: [f64; 4] = [1e-6, 0.3, 0.55, 0.8];

/// What the LP says: edges with their share, and by node the share that is toured (1 for the depot).
pub struct Shares {
    pub edges: Vec<(usize, usize, f64)>,
    pub toured: Vec<f64>,
}

/// A set without the depot, and a customer in it: `x(out of the set) >= 2 y(customer)`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Cut {
    pub set: Vec<usize>,
    pub customer: usize,
}

/// Cuts that these shares break; none if there are none.
pub fn broken(shares: &Shares) -> Vec<Cut> {
    let mut cuts: Vec<Cut> = THRESHOLDS.iter().flat_map(|&least| hanging_apart(shares, least)).collect();
    if cuts.is_empty() {
        cuts = by_flows(shares);
    }
    cuts.sort_by(|a, b| (a.set.len(), &a.set, a.customer).cmp(&(b.set.len(), &b.set, b.customer)));
    cuts.dedup();
    cuts
}

/// Parts that hang together by edges of at least `least`.
fn hanging_apart(shares: &Shares, least: f64) -> Vec<Cut> {
    let part = parts(shares, least);
    let mut sets = vec![Vec::new(); part.len()];
    for (node, &part) in part.iter().enumerate() {
        sets[part].push(node);
    }
    sets.into_iter()
        .filter(|set| set.len() > 1 && !set.contains(&0))
        .filter_map(|set| cut(shares, set))
        .collect()
}

/// By node the first node of its part.
pub fn parts(shares: &Shares, least: f64) -> Vec<usize> {
    let mut part: Vec<usize> = (0..shares.toured.len()).collect();
    fn root(part: &mut [usize], mut node: usize) -> usize {
        while part[node] != node {
            part[node] = part[part[node]];
            node = part[node];
        }
        node
    }
    for &(one, other, share) in &shares.edges {
        if share >= least {
            let (one, other) = (root(&mut part, one), root(&mut part, other));
            part[one.max(other)] = one.min(other);
        }
    }
    (0..part.len()).map(|node| root(&mut part, node)).collect()
}

/// The set with its customer that is toured most, if that is broken.
fn cut(shares: &Shares, set: Vec<usize>) -> Option<Cut> {
    let mut is_in = vec![false; shares.toured.len()];
    set.iter().for_each(|&node| is_in[node] = true);
    let out: f64 = shares.edges.iter().filter(|edge| is_in[edge.0] != is_in[edge.1]).map(|edge| edge.2).sum();
    let most =
        |best: usize, &node: &usize| if shares.toured[node] > shares.toured[best] { node } else { best };
    let customer = set.iter().fold(*set.first()?, most);
    (out < 2.0 * shares.toured[customer] - WORTHWHILE).then_some(Cut { set, customer })
}

fn by_flows(shares: &Shares) -> Vec<Cut> {
    let nodes = shares.toured.len();
    let mut flow = Flow::new(nodes, &shares.edges);
    let mut order: Vec<usize> = (1..nodes).filter(|&node| shares.toured[node] > WORTHWHILE).collect();
    order.sort_by(|&a, &b| shares.toured[b].total_cmp(&shares.toured[a]).then(a.cmp(&b)));
    let (mut cuts, mut is_in_one) = (Vec::new(), vec![false; nodes]);
    for node in order {
        if is_in_one[node] {
            continue;
        }
        let Some(set) = flow.cut(0, node, 2.0 * shares.toured[node] - WORTHWHILE) else { continue };
        set.iter().for_each(|&node| is_in_one[node] = true);
        cuts.extend(cut(shares, set));
        if cuts.len() >= MOST {
            break;
        }
    }
    cuts
}
