//! What is packed to nothing cannot fill the memory: restrictions.

use super::*;

#[test]
fn a_small_file_of_absurdly_many_restrictions_is_refused() {
    let ids = [1, 2, 3, 4, 5];
    let ways = [way(7, &[1], &[2], &ids[..3]), way(8, &[1], &[2], &ids[2..])].concat();
    let points: Vec<i64> = (0..5).map(|step| 310_000_000 + step * 10_000).collect();
    let relations = turn(&[1, 0, 1]).repeat(150_000);
    let block = [strings(&TURN_WORDS), dense(&ids, &points, &points, &[]), ways, relations].concat();
    let file = [usual_header(), framed("OSMData", &zlib(&block, block.len() as u64))].concat();
    assert!(file.len() < 50_000, "{}", file.len());

    let (code, _, problem) = fault(&file);

    assert_eq!(code, "E105");
    assert!(problem.ends_with("turn restrictions"), "{problem}");
}
