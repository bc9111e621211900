//! Words of the courier's sheet: Chinese first, English small beside it.

use super::Words;

pub const TITLE: Words = Words::new("送货单", "Courier sheet");
pub const ALL: Words = Words::new("全部送货单", "All courier sheets");
pub const LOADING: Words = Words::new("装车清单", "Loading list");
pub const LAST_FIRST: Words = Words::new("后送的先装", "load the last stop first");
pub const NOTHING_TO_LOAD: Words = Words::new("空车出发", "leave empty");
pub const STOP: Words = Words::new("站", "Stop");
pub const DONE: Words = Words::new("完成", "done");
pub const PROBLEM: Words = Words::new("异常", "problem");
pub const SIGN: Words = Words::new("签收", "Received");
pub const PRECOOL: Words = Words::new("装车前先预冷", "pre-cool before loading");
pub const LATE: Words = Words::new("会迟到", "will be late");
pub const REST: Words = Words::new("休息", "Rest");
pub const BACK_AT: Words = Words::new("返回", "Back at");
pub const NAVIGATE: Words = Words::new("高德导航", "Amap");
pub const COURIER: Words = Words::new("配送员签名", "Courier");
pub const DISPATCHER: Words = Words::new("调度签名", "Dispatcher");
pub const KM_READING: Words = Words::new("里程表", "Odometer");
pub const LOADED: Words = Words::new("已装", "loaded");
pub const LITRES: Words = Words::new("升", "L");
pub const OPEN: Words = Words::new("可上门", "open");
pub const LEAVE: Words = Words::new("出发", "Leave");
pub const PRIVATE: Words = Words::new(
    "内含客户姓名、电话和地址，用后请销毁。",
    "Holds names, phones and addresses: destroy after use.",
);
pub const PAD: Words = Words::new("起降点", "Pad");
