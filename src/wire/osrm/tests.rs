use super::*;

#[test]
fn polylines_are_those_of_the_format_description() {
    // The example of Google's description: (38.5, -120.2), (40.7, -120.95), (43.252, -126.453).
    let points =
        [[-1_202_000_000, 385_000_000], [-1_209_500_000, 407_000_000], [-1_264_530_000, 432_520_000]];

    assert_eq!(encode(&points, 5), "_p~iF~ps|U_ulLnnqC_mqNvxq`@");
    let back = decode("_p~iF~ps|U_ulLnnqC_mqNvxq`@", 5).unwrap();
    assert_eq!(back, [[-120.2, 38.5], [-120.95, 40.7], [-126.453, 43.252]]);
    assert_eq!(decode(&encode(&points, 6), 6).unwrap(), back);
    for broken in ["_p~iF~ps|", "_p~iF", "é", "!!", "~~~~~~~~~~~~~~~~"] {
        assert_eq!(decode(broken, 5), None, "{broken}");
    }
}

#[test]
fn hints_come_back_as_they_were_and_foreign_ones_say_nothing() {
    let hint = Hint { mark: 7, line: 254_000, stretch: 12, share: 0.25, point: [1_095_000_000, -315] };
    assert_eq!(read_hint(&write_hint(&hint)), Some(hint));
    for foreign in ["", "abc", "====", "DVQtgP___38AAAAAAAAAAAAAAAAAAAAA_wAAAA=="] {
        assert_eq!(read_hint(foreign), None, "{foreign}");
    }
}

#[test]
fn tables_have_tenths_and_null_where_there_is_no_way() {
    let table = Table {
        columns: 3,
        durations: Some(vec![Some(0), Some(5), None, Some(1_230), Some(98_765), Some(-15)]),
        ..Table::default()
    };
    let text = write_table(&table);

    assert_eq!(text, "{\"code\":\"Ok\",\"durations\":[[0,0.5,null],[123,9876.5,-1.5]]}");
    let value: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(value["durations"][1][1], json!(9876.5));
}

#[test]
fn coordinates_have_six_decimals_and_times_one() {
    assert_eq!(location([1_095_000_004, 315_000_006]).to_string(), "[109.5,31.500001]");
    assert_eq!(seconds(1_249), 1.2);
    assert_eq!(seconds(1_250), 1.3);
}
