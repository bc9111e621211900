//! A small PBF writer for tests: what a reader must understand, piece by piece.

use std::io::Write;

pub fn varint(mut value: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    while value >= 0x80 {
        bytes.push(value as u8 | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
    bytes
}

fn zigzag(value: i64) -> u64 {
    ((value << 1) ^ (value >> 63)) as u64
}

pub fn number(field: u64, value: u64) -> Vec<u8> {
    [varint(field << 3), varint(value)].concat()
}

pub fn bytes(field: u64, content: &[u8]) -> Vec<u8> {
    [varint(field << 3 | 2), varint(content.len() as u64), content.to_vec()].concat()
}

pub fn packed(values: &[u64]) -> Vec<u8> {
    values.iter().flat_map(|value| varint(*value)).collect()
}

/// Differences, as ids and coordinates are written.
pub fn deltas(values: &[i64]) -> Vec<u8> {
    let mut last = 0;
    let step = |value: &i64| zigzag(value.wrapping_sub(std::mem::replace(&mut last, *value)));
    packed(&values.iter().map(step).collect::<Vec<_>>())
}

pub fn framed(kind: &str, blob: &[u8]) -> Vec<u8> {
    let header = [bytes(1, kind.as_bytes()), number(3, blob.len() as u64)].concat();
    [(header.len() as u32).to_be_bytes().to_vec(), header, blob.to_vec()].concat()
}

pub fn raw(content: &[u8]) -> Vec<u8> {
    bytes(1, content)
}

pub fn zlib(content: &[u8], declared: u64) -> Vec<u8> {
    let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    packer.write_all(content).unwrap();
    [number(2, declared), bytes(3, &packer.finish().unwrap())].concat()
}

pub fn header(features: &[&str]) -> Vec<u8> {
    let block: Vec<u8> = features.iter().flat_map(|feature| bytes(4, feature.as_bytes())).collect();
    framed("OSMHeader", &raw(&block))
}

pub fn usual_header() -> Vec<u8> {
    header(&["OsmSchema-V0.6", "DenseNodes"])
}

pub fn strings(strings: &[&str]) -> Vec<u8> {
    bytes(1, &strings.iter().flat_map(|text| bytes(1, text.as_bytes())).collect::<Vec<_>>())
}

/// Nodes in the dense form; coordinates in units of 100 nanodegrees.
pub fn dense(ids: &[i64], lats: &[i64], lons: &[i64], tags: &[u64]) -> Vec<u8> {
    let lists = [bytes(1, &deltas(ids)), bytes(8, &deltas(lats)), bytes(9, &deltas(lons))].concat();
    let tags = if tags.is_empty() { Vec::new() } else { bytes(10, &packed(tags)) };
    bytes(2, &bytes(2, &[lists, tags].concat()))
}

pub fn way(id: u64, keys: &[u64], values: &[u64], refs: &[i64]) -> Vec<u8> {
    let tags = [bytes(2, &packed(keys)), bytes(3, &packed(values))].concat();
    bytes(2, &bytes(3, &[number(1, id), tags, bytes(8, &deltas(refs))].concat()))
}

pub fn data(block: &[u8]) -> Vec<u8> {
    framed("OSMData", &raw(block))
}
