//! Synthetic mountain counties: terrain, settlements, roads, a fleet and a day of orders.

mod bends;
mod design;
mod erosion;
mod ground;
mod noise;
mod presets;
mod relief;
mod roads;
mod settle;
mod spec;
mod trace;
mod web;

pub use presets::wushan;
pub use spec::{River, Spec, Town};

#[cfg(test)]
mod scratch {
    #[test]
    fn picture() {
        let spec = super::wushan();
        let start = std::time::Instant::now();
        let ground = super::relief::make(&spec);
        eprintln!("{:?}", start.elapsed());
        let dem = ground.dem();
        eprintln!("{:?} {:?}", dem.range(), dem.grid());
        let slopes: Vec<f64> = (0..ground.heights.len()).map(|c| ground.steepness(c)).collect();
        eprintln!("mean slope {}", slopes.iter().sum::<f64>() / slopes.len() as f64);
        let mut sorted = slopes.clone(); sorted.sort_by(f64::total_cmp);
        for q in [1,5,10,25,50,75,90] { eprint!("{q}%: {:.2} ", sorted[sorted.len()*q/100]); }
        for town in &spec.towns { let c = ground.cell(ground.frame.metres(town.point)); eprintln!("{} {} {:.2} {}", town.name_en, ground.heights[c], ground.steepness(c), ground.water[c]); }
        let mut picture = crate::terrain::relief(&dem, spec.bounds, 900);
        let start = std::time::Instant::now();
        let towns = super::settle::townships(&spec, &ground);
        let villages = super::settle::villages(&spec, &ground, &towns);
        let farms: Vec<(usize, usize)> = villages.iter().enumerate().step_by(3).filter_map(|(i, v)| super::settle::farm(&ground, v.cell, 9 + i as u64).map(|c| (c, i))).collect();
        eprintln!("settle {:?} {} villages {} farms", start.elapsed(), villages.len(), farms.len());
        let start = std::time::Instant::now();
        let joined = super::roads::build(&spec, &ground, &super::roads::Goals { villages: &villages, farms: &farms }, &mut || {});
        eprintln!("roads {:?} {} nodes {} ways, off {}", start.elapsed(), joined.map.nodes.len(), joined.map.ways.len(), joined.villages.iter().filter(|v| v.is_none()).count());
        stats(&ground, &joined.map);
        crate::store::roads::write(std::path::Path::new("/tmp/roads.geojson"), &joined.map).unwrap();
        crate::store::dem::write(std::path::Path::new("/tmp/dem.tif"), &dem).unwrap();
        super::scratch::paint(&mut picture, &ground, &spec);
        lines(&mut picture, &spec.bounds, &joined.map);
        let b = crate::county::Bounds { west: 109.84, south: 31.0, east: 109.98, north: 31.13 };
        let mut zoom = crate::terrain::relief(&dem, b, 1000);
        lines(&mut zoom, &b, &joined.map);
        save(&zoom, "/tmp/zoom.png");
        save(&picture, "/tmp/gen.png");
    }
    fn save(picture: &crate::terrain::Relief, path: &str) {
        let file = std::fs::File::create(path).unwrap();
        let mut e = png::Encoder::new(file, picture.width as u32, picture.height as u32);
        e.set_color(png::ColorType::Rgb);
        e.write_header().unwrap().write_image_data(&picture.rgb).unwrap();
    }
    fn lines(p: &mut crate::terrain::Relief, b: &crate::county::Bounds, map: &crate::county::RoadMap) {
        use crate::county::RoadClass::*;
        for w in &map.ways {
            let (c, r) = match w.class { Primary => ([190,20,20],1), Secondary => ([220,110,0],1), Tertiary => ([120,60,160],0), Unclassified => ([60,60,60],0), Path => ([0,130,0],0), _ => ([140,120,100],0) };
            let c = if w.structure == crate::county::Structure::Bridge { [0,0,255] } else { c };
            for q in w.nodes.windows(2) {
                let (s, e) = (map.nodes[q[0] as usize].point, map.nodes[q[1] as usize].point);
                for k in 0..=40 { let t = k as f64/40.0;
                    let x = ((s.x()+(e.x()-s.x())*t-b.west)/(b.east-b.west)*p.width as f64) as i64;
                    let y = ((b.north-(s.y()+(e.y()-s.y())*t))/(b.north-b.south)*p.height as f64) as i64;
                    for dx in -r..=r { for dy in -r..=r { let (x,y)=(x+dx,y+dy); if x>=0&&y>=0&&x<p.width as i64&&y<p.height as i64 { let i=(y as usize*p.width+x as usize)*3; p.rgb[i..i+3].copy_from_slice(&c.map(|v: i32| v as u8)); } } }
                }
            }
        }
    }
    fn stats(g: &super::ground::Ground, map: &crate::county::RoadMap) {
        use std::collections::BTreeMap;
        let mut by: BTreeMap<String, (f64, f64, f64, Vec<f64>)> = BTreeMap::new();
        let (mut all, mut r125, mut r60, mut r30) = (0.0, 0.0, 0.0, 0.0);
        for w in &map.ways {
            let pts: Vec<(f64,f64)> = w.nodes.iter().map(|&n| g.frame.metres(map.nodes[n as usize].point)).collect();
            let mut s = vec![0.0]; for q in pts.windows(2) { s.push(s.last().unwrap() + super::bends::distance(q[0], q[1])); }
            let len = *s.last().unwrap();
            for k in 1..pts.len().saturating_sub(1) {
                let (a,b,c) = (super::bends::distance(pts[k-1],pts[k]), super::bends::distance(pts[k],pts[k+1]), super::bends::distance(pts[k-1],pts[k+1]));
                let area = ((pts[k].0-pts[k-1].0)*(pts[k+1].1-pts[k-1].1)-(pts[k].1-pts[k-1].1)*(pts[k+1].0-pts[k-1].0)).abs()/2.0;
                let r = if area < 1e-6 { 1e9 } else { a*b*c/(4.0*area) };
                let l = (a+b)/2.0; all += l; if r<125.0 { r125+=l } if r<60.0 { r60+=l } if r<30.0 { r30+=l }
            }
            let at = |d: f64| { let d = d.clamp(0.0, len); let k = s.partition_point(|&v| v < d).clamp(1, s.len()-1); let t = (d-s[k-1])/(s[k]-s[k-1]).max(1e-9); (pts[k-1].0+(pts[k].0-pts[k-1].0)*t, pts[k-1].1+(pts[k].1-pts[k-1].1)*t) };
            let e = by.entry(format!("{:?}", w.class)).or_default();
            e.0 += len;
            if w.structure == crate::county::Structure::Bridge { continue; }
            let mut d = 0.0;
            while d < len { let (a, b) = ((d-100.0f64).max(0.0), (d+100.0).min(len)); if b-a>150.0 { let grade = (g.height(at(b))-g.height(at(a))).abs()/(b-a); e.3.push(grade); } d += 25.0; }
        }
        eprintln!("bends of {:.0} km: <125 {:.1}% <60 {:.1}% <30 {:.1}%", all/1e3, r125/all*100.0, r60/all*100.0, r30/all*100.0);
        for (k, (len, _, _, mut v)) in by { v.sort_by(f64::total_cmp); let q = |p: f64| v.get(((v.len() as f64*p) as usize).min(v.len().max(1)-1)).copied().unwrap_or(0.0); eprintln!("{k}: {:.0} km grade 50% {:.3} 90% {:.3} 95% {:.3} 99% {:.3} max {:.3}", len/1e3, q(0.5), q(0.9), q(0.95), q(0.99), q(1.0)); }
    }
    fn paint(p: &mut crate::terrain::Relief, g: &super::ground::Ground, spec: &super::Spec) {
        for y in 0..p.height { for x in 0..p.width {
            let pt = crate::units::Point::new(spec.bounds.west + (spec.bounds.east-spec.bounds.west)*x as f64/p.width as f64, spec.bounds.north - (spec.bounds.north-spec.bounds.south)*y as f64/p.height as f64);
            let c = g.cell(g.frame.metres(pt));
            let i = (y*p.width+x)*3;
            if g.water[c] { p.rgb[i..i+3].copy_from_slice(&[60,110,180]); }
            else if g.drained[c] > 15.0 { p.rgb[i..i+3].copy_from_slice(&[110,150,200]); }
        } }
        for t in &spec.towns { let x = ((t.point.x()-spec.bounds.west)/(spec.bounds.east-spec.bounds.west)*p.width as f64) as usize; let y = ((spec.bounds.north-t.point.y())/(spec.bounds.north-spec.bounds.south)*p.height as f64) as usize;
            for dy in 0..7 { for dx in 0..7 { let i = ((y+dy-3)*p.width+x+dx-3)*3; p.rgb[i..i+3].copy_from_slice(&[200,20,20]); } } }
    }
}
