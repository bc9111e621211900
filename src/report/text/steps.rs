//! What the program is doing, in words.

use super::Lang;
use crate::units::Progress;

/// The steps of a use case, as far as they are named on screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    ReadCounty,
    ReadRoads,
    ReadHeights,
    BuildNetwork,
    Order,
    Weigh,
    Locate,
    Prepare,
    Load,
    Matrices,
    Measure,
    Search,
    Compare,
    Site,
    Front,
    Rounds,
    Study,
    Bound,
    Relays,
    Corridors,
    Check,
    Write,
}

/// Short name.
#[must_use]
pub fn name(step: Step, lang: Lang) -> &'static str {
    let (zh, en) = match step {
        Step::ReadCounty => ("读取县域数据", "Reading the county"),
        Step::ReadRoads => ("读取道路", "Reading roads"),
        Step::ReadHeights => ("读取高程", "Reading heights"),
        Step::BuildNetwork => ("构建路网", "Building the road graph"),
        Step::Order => ("构建路网层级", "Ordering roads into a hierarchy"),
        Step::Weigh => ("计算各车型速度", "Weighing roads for vehicles"),
        Step::Locate => ("定位到道路", "Placing stops on roads"),
        Step::Prepare => ("预处理路网层次", "Preparing the hierarchy"),
        Step::Load => ("写出并载入预处理文件", "Writing and loading it"),
        Step::Measure => ("测速", "Measuring"),
        Step::Matrices => ("计算矩阵", "Computing matrices"),
        Step::Search => ("求解路线", "Searching for routes"),
        Step::Compare => ("求解对照（不计损耗）", "Searching, spoilage ignored"),
        Step::Site => ("选址", "Choosing sites"),
        Step::Front => ("成本与覆盖的取舍", "Weighing cost against coverage"),
        Step::Rounds => ("按实际路线计价", "Pricing sites by real rounds"),
        Step::Study => ("比较公路与无人机", "Comparing road and air"),
        Step::Bound => ("求成本下界", "Proving a lower bound"),
        Step::Relays => ("安排转运与分份", "Laying orders over townships and into parts"),
        Step::Corridors => ("规划航线", "Planning corridors"),
        Step::Check => ("独立核验", "Checking independently"),
        Step::Write => ("写出结果", "Writing"),
    };
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
}

/// One line for a finished step.
#[must_use]
pub fn done(step: Step, seconds: f64, peak: Option<u64>, lang: Lang) -> String {
    let name = name(step, lang);
    let peak = peak.map(|bytes| bytes / (1024 * 1024));
    match (lang, peak) {
        (Lang::Zh, Some(peak)) => format!("  {name}：{seconds:.2} 秒，内存峰值 {peak} MB"),
        (Lang::Zh, None) => format!("  {name}：{seconds:.2} 秒"),
        (Lang::En, Some(peak)) => format!("  {name}: {seconds:.2} s, peak memory {peak} MB"),
        (Lang::En, None) => format!("  {name}: {seconds:.2} s"),
    }
}

/// How far a step with parts has come.
#[must_use]
pub fn parts(done: usize, of: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("  已完成 {done}/{of}"),
        Lang::En => format!("  {done} of {of} parts done"),
    }
}

/// Beside the progress bar.
#[must_use]
pub fn best(progress: Progress, lang: Lang) -> String {
    let yuan = progress.best.as_f64() / 100.0;
    let Progress { iteration, unserved, .. } = progress;
    match lang {
        Lang::Zh => format!("最好 ¥{yuan:.0}，未服务 {unserved}，迭代 {iteration}"),
        Lang::En => format!("best ¥{yuan:.0}, {unserved} unserved, iteration {iteration}"),
    }
}
