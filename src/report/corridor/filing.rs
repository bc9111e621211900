//! The filing sheet: what an application for flight activities asks for, as far as it is known
//! here. Chinese, since the office that reads it does.

use super::{CorridorReport, ReportError};
use crate::report::Lang;
use crate::report::text::corridor as words;
use crate::report::text::drone::class;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet};

type Result<T> = std::result::Result<T, ReportError>;

/// To be filled in by hand.
const BLANK: &str = "（请填写）";

pub(super) fn workbook(report: &CorridorReport) -> Result<Vec<u8>> {
    let mut book = Workbook::new();
    // The day that is planned, not the clock: the same corridors give the same bytes.
    let day = ExcelDateTime::parse_from_str(&report.county.date)
        .or_else(|_| ExcelDateTime::from_ymd(2000, 1, 1))?;
    book.set_properties(&DocProperties::new().set_author("mabang").set_creation_datetime(&day));
    for sheet in [summary(report), edges(report), fixes(report), landings(report)] {
        book.push_worksheet(sheet?);
    }
    Ok(book.save_to_buffer()?)
}

fn head() -> Format {
    let format = Format::new().set_bold().set_background_color("E7EEF0").set_text_wrap();
    format.set_border_bottom(FormatBorder::Thin).set_align(FormatAlign::VerticalCenter)
}

fn summary(report: &CorridorReport) -> Result<Worksheet> {
    let mut sheet = Worksheet::new();
    sheet.set_name("申请概况")?;
    sheet.set_column_width(0, 26)?.set_column_width(1, 78)?;
    let wrap = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    for (row, (item, value)) in items(report).iter().enumerate() {
        sheet.write_string_with_format(row as u32, 0, *item, &head())?;
        sheet.write_string_with_format(row as u32, 1, value, &wrap)?;
    }
    sheet.set_paper_size(9).set_print_fit_to_pages(1, 0);
    Ok(sheet)
}

/// What an application names (Interim Regulations on the Flight of Unmanned Aircraft, art. 26 f.).
fn items(report: &CorridorReport) -> Vec<(&'static str, String)> {
    let (terms, frame, drone) = (report.terms, report.terms.frame, report.drone);
    let pads: Vec<&str> = (0..report.pads.len()).map(|at| report.name(at, Lang::Zh)).collect();
    let zones: Vec<&str> = report.county.zones.iter().map(|zone| zone.code.as_str()).collect();
    let most = report.all.corridors.iter().map(|corridor| corridor.above.1).fold(0.0, f64::max);
    let light = crate::facts::value("air.daylight");
    vec![
        ("飞行活动单位", BLANK.to_owned()),
        ("联系人及电话", BLANK.to_owned()),
        ("操控员姓名、执照编号", BLANK.to_owned()),
        ("无人驾驶航空器登记标志", BLANK.to_owned()),
        ("县域", report.title(Lang::Zh).to_owned()),
        ("飞行任务性质", "县域物流配送（货物运输）".to_owned()),
        ("机型", frame.name_zh.clone()),
        (
            "类别（按最大起飞质量）",
            format!(
                "{}型，最大起飞质量 {:.1} 千克",
                class(frame.class(), Lang::Zh).trim_end_matches('型'),
                frame.gross
            ),
        ),
        ("数量", format!("{} 架", drone.count)),
        ("最大载荷", format!("{:.1} 千克", frame.payload)),
        ("巡航空速", format!("{:.0} 米/秒", frame.cruise)),
        ("抗风上限", format!("{:.0} 米/秒", frame.wind)),
        ("飞行日期", report.county.date.clone()),
        ("飞行时段", format!("昼间，{light:.0} 小时以内；具体起止时刻{BLANK}")),
        ("审批要求", words::approval(report.approval(), Lang::Zh).to_owned()),
        ("申请提交截止", words::deadline(&report.county.date)),
        ("起降点", pads.join("、")),
        ("航线数", format!("{} 条（双向），坐标见“航线点”", report.all.corridors.len())),
        (
            "飞行高度",
            format!("真高不超过 {most:.0} 米（规划上限 {:.0} 米），海拔见“航线点”", terms.rules.ceiling),
        ),
        ("空域水平范围", format!("航线两侧各 {:.0} 米", terms.rules.half_width)),
        ("地面净空", format!("不低于 {:.0} 米（相对半宽内最高地面）", terms.rules.clearance)),
        ("避让的禁飞区", if zones.is_empty() { "无".to_owned() } else { zones.join("、") }),
        ("电力线", power(report)),
        ("坐标系", "WGS-84，海拔为高程模型基准".to_owned()),
        ("通信与监视方式", link(report)),
        (
            "应急处置",
            format!(
                "返航或就近备降，备降点见“备降点”；到达时余量不低于 {:.0}%",
                terms.battery.reserve * 100.0
            ),
        ),
        ("保险", BLANK.to_owned()),
    ]
}

fn power(report: &CorridorReport) -> String {
    let lines = report.county.aloft.wires.len();
    if lines == 0 {
        return format!("未提供电力线数据，请现场核实{BLANK}");
    }
    let crossed = report.all.corridors.iter().filter(|corridor| !corridor.crossings.is_empty()).count();
    let above = report.terms.rules.wire;
    format!("已知 {lines} 条，一律从上方跨越，净距不低于 {above:.0} 米；{crossed} 条航线有跨越，见“航线”")
}

fn link(report: &CorridorReport) -> String {
    let without: Vec<f64> = report.all.corridors.iter().filter_map(|corridor| corridor.unlinked).collect();
    match report.county.aloft.links {
        None => BLANK.to_owned(),
        Some(_) => {
            let some = without.iter().filter(|metres| **metres > 0.0).count();
            format!("{some} 条航线有路段在链路覆盖区之外，长度见“航线”；设备及频率{BLANK}")
        }
    }
}

/// A heading row and rows of cells that are texts or numbers.
fn table(name: &str, columns: &[(&str, f64)], rows: &[Vec<Cell>]) -> Result<Worksheet> {
    let mut sheet = Worksheet::new();
    sheet.set_name(name)?;
    for (at, (heading, width)) in columns.iter().enumerate() {
        sheet.write_string_with_format(0, at as u16, *heading, &head())?;
        sheet.set_column_width(at as u16, *width)?;
    }
    for (row, cells) in rows.iter().enumerate() {
        for (column, cell) in cells.iter().enumerate() {
            let at = (row as u32 + 1, column as u16);
            match cell {
                Cell::Text(text) => sheet.write_string(at.0, at.1, text)?,
                Cell::Number(number, digits) => {
                    let format = Format::new().set_num_format(if *digits == 0 {
                        "0".to_owned()
                    } else {
                        format!("0.{}", "0".repeat(*digits))
                    });
                    sheet.write_number_with_format(at.0, at.1, *number, &format)?
                }
                Cell::Empty => continue,
            };
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    sheet.set_paper_size(9).set_landscape().set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0)?;
    Ok(sheet)
}

enum Cell {
    Text(String),
    /// With so many decimals.
    Number(f64, usize),
    Empty,
}

fn maybe(number: Option<f64>) -> Cell {
    number.map_or(Cell::Empty, |number| Cell::Number(number, 1))
}

fn edges(report: &CorridorReport) -> Result<Worksheet> {
    let columns = [
        ("航线", 14.0),
        ("起点", 24.0),
        ("终点", 24.0),
        ("长度（米）", 10.0),
        ("爬升（米）", 10.0),
        ("下降（米）", 10.0),
        ("最低真高（米）", 10.0),
        ("最高真高（米）", 10.0),
        ("静风最大载荷（千克）", 11.0),
        ("大风最大载荷（千克）", 11.0),
        ("满载飞行时间（分）", 11.0),
        ("满载电耗（Wh）", 11.0),
        ("缓冲区内人口", 10.0),
        ("下穿空域", 12.0),
        ("跨越电力线（高出米数）", 22.0),
        ("无链路覆盖（米）", 10.0),
        ("日架次", 8.0),
    ];
    let row = |edge: super::Edge| {
        let (way, [from, to], (up, down)) = (edge.way(), edge.ends(), edge.up_down());
        vec![
            Cell::Text(format!("{}-{}", report.pad(from).code, report.pad(to).code)),
            Cell::Text(report.name(from, Lang::Zh).to_owned()),
            Cell::Text(report.name(to, Lang::Zh).to_owned()),
            Cell::Number(edge.corridor.length, 0),
            Cell::Number(up, 0),
            Cell::Number(down, 0),
            Cell::Number(edge.corridor.above.0, 0),
            Cell::Number(edge.corridor.above.1, 0),
            maybe(way.calm),
            maybe(way.windy),
            Cell::Number(way.seconds / 60.0, 1),
            maybe(way.loads.last().and_then(|load| load.calm)),
            Cell::Number(edge.corridor.people, 0),
            Cell::Text(report.zones(edge.corridor).join("、")),
            Cell::Text(report.crossed(edge.corridor).join("、")),
            edge.corridor.unlinked.map_or(Cell::Empty, |metres| Cell::Number(metres, 0)),
            Cell::Number(f64::from(way.flights), 0),
        ]
    };
    let rows: Vec<Vec<Cell>> = report.edges().map(row).collect();
    table("航线", &columns, &rows)
}

fn fixes(report: &CorridorReport) -> Result<Worksheet> {
    let columns = [
        ("航线", 14.0),
        ("序号", 6.0),
        ("纬度", 12.0),
        ("经度", 12.0),
        ("距起点（米）", 10.0),
        ("地面高程（米）", 10.0),
        ("飞行海拔（米）", 10.0),
        ("真高（米）", 10.0),
        ("转弯", 10.0),
    ];
    let mut rows = Vec::new();
    for corridor in &report.all.corridors {
        let [from, to] = corridor.ends.map(|pad| &report.pad(pad).code);
        for (number, fix) in corridor.fixes.iter().enumerate() {
            rows.push(vec![
                Cell::Text(format!("{from}-{to}")),
                Cell::Number((number + 1) as f64, 0),
                Cell::Number(fix.point.y(), 6),
                Cell::Number(fix.point.x(), 6),
                Cell::Number(fix.along, 0),
                Cell::Number(fix.ground, 1),
                Cell::Number(fix.height, 1),
                Cell::Number(fix.height - fix.ground, 1),
                if fix.slow { Cell::Text("减速转弯".to_owned()) } else { Cell::Empty },
            ]);
        }
    }
    table("航线点", &columns, &rows)
}

fn landings(report: &CorridorReport) -> Result<Worksheet> {
    let columns =
        [("航线", 14.0), ("离航线起点（米）", 12.0), ("纬度", 12.0), ("经度", 12.0), ("距航线（米）", 12.0)];
    let mut rows = Vec::new();
    for corridor in &report.all.corridors {
        let [from, to] = corridor.ends.map(|pad| &report.pad(pad).code);
        for landing in &corridor.alternates {
            rows.push(vec![
                Cell::Text(format!("{from}-{to}")),
                Cell::Number(landing.along, 0),
                Cell::Number(landing.point.y(), 6),
                Cell::Number(landing.point.x(), 6),
                Cell::Number(landing.metres, 0),
            ]);
        }
    }
    table("备降点", &columns, &rows)
}
