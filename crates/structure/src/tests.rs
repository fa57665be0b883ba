use crate::testing::{badged, bold, cell, document, drawn, grid, group, large, p, para, table};

const PROSE: &str = "この計画は、港町の産業をめぐる環境の変化を踏まえ、町と事業者が力を合わせて進める取組をまとめたものである。";

#[test]
fn numbered_rows_with_owners() {
    let out = drawn(vec![
        p(large("Ⅰ．計画の位置付け", 14.0)),
        p(para(PROSE)),
        p(large("Ⅱ．具体的な取り組み", 14.0)),
        p(para(PROSE)),
        p(large("１．会員の拡大", 12.0)),
        p(para(PROSE)),
        p(bold("(1) 会員の輪の拡大")),
        grid(&[&["＜実施施策･事業＞", "所管"], &["① 役員による紹介運動", "総務部"], &["② 未加入事業所の把握", "総務部・振興部"]]),
        p(bold("(2) 会員の定着")),
        table(
            2,
            2,
            1,
            vec![
                cell(0, 0, 1, 1, &["＜実施施策･事業＞"]),
                cell(0, 1, 1, 1, &["所管"]),
                cell(1, 0, 1, 1, &["① 新会員の訪問", "② 表彰の実施"]),
                cell(1, 1, 1, 1, &["総務部", "振興部"]),
            ],
        ),
        p(large("２．財務の健全化", 12.0)),
        p(para(PROSE)),
    ]);
    assert_eq!(
        out,
        "# Ⅰ 計画の位置付け\n# Ⅱ 具体的な取り組み\n  # １ 会員の拡大\n    # (1) 会員の輪の拡大\n      - ① 役員による紹介運動 [Owner: 総務部]\n      - ② 未加入事業所の把握 [Owner: 総務部・振興部]\n    # (2) 会員の定着\n      - ① 新会員の訪問 [Owner: 総務部]\n      - ② 表彰の実施 [Owner: 振興部]\n  # ２ 財務の健全化\n"
    );
}

#[test]
fn circles_under_a_marker_and_groups_over_numbers() {
    let out = drawn(vec![
        p(large("１　基本的な考え方", 16.0)),
        p(para(PROSE)),
        p(large("２　主な事業", 16.0)),
        p(bold("【継続課題】災害からの再建への支援")),
        p(para(PROSE)),
        p(bold("【主なアクションプラン】")),
        p(para("○相談窓口を続ける。")),
        p(large("Ⅰ．成長への支援", 13.0)),
        p(bold("【もうける力の支援】")),
        p(bold("１．価格の適正化に向けた支援")),
        p(para(PROSE)),
        p(bold("【主なアクションプラン】")),
        p(bold("手取りを増やす支援")),
        p(para("○標章の普及に努める。")),
        p(para("○政府に要望する（９月）。")),
        p(bold("２．人材の育成")),
        p(para(PROSE)),
        p(bold("【主なアクションプラン】")),
        p(para("○研修会を開く。")),
        p(bold("【負担への対応】")),
        p(bold("３．人手不足への対応")),
        p(para(PROSE)),
        p(bold("【主なアクションプラン】")),
        p(para("○調査を行う。")),
        p(large("Ⅱ．明るい地域", 13.0)),
        p(bold("１．観光地域づくり")),
        p(para(PROSE)),
        p(bold("【主なアクションプラン】")),
        p(para("○大会を開催する。")),
    ]);
    let lines: Vec<&str> = out.lines().collect();
    let expected = [
        "# １ 基本的な考え方",
        "# ２ 主な事業",
        "  # 【継続課題】災害からの再建への支援",
        "    - ○ 相談窓口を続ける。",
        "  # Ⅰ 成長への支援",
        "    # 【もうける力の支援】",
        "      # １ 価格の適正化に向けた支援",
        "        # 手取りを増やす支援",
        "          - ○ 標章の普及に努める。",
        "          - ○ 政府に要望する（９月）。",
        "      # ２ 人材の育成",
        "        - ○ 研修会を開く。",
        "    # 【負担への対応】",
        "      # ３ 人手不足への対応",
        "        - ○ 調査を行う。",
        "  # Ⅱ 明るい地域",
        "    # １ 観光地域づくり",
        "      - ○ 大会を開催する。",
    ];
    assert_eq!(lines, expected, "{out}");
}

#[test]
fn item_headings_with_badges_and_a_column() {
    let out = drawn(vec![
        p(large("第５章　方針と施策", 20.0)),
        p(large("施策体系", 14.0)),
        grid(&[&["方針", "施策"], &["町の魅力を高める産業", "個性ある町の発信"], &["町の魅力を高める産業", "新しい港づくり"]]),
        p(large("方針1", 12.0)),
        p(large("町の魅力を高める産業", 18.0)),
        p(para(PROSE)),
        p(large("施策 1　個性ある町の発信", 15.0)),
        p(para(PROSE)),
        p(badged("①港の朝市への支援", "継続")),
        p(para("朝市の広報を行います。出店の調整も行います。")),
        p(badged("②寄附の充実", "拡充")),
        p(para("返礼品を増やします。")),
        group(vec![p(bold("海の恵み 〇")), p(para(PROSE)), p(para("①魚の発信")), p(para("②地域の振興"))]),
        p(large("施策 2　新しい港づくり", 15.0)),
        p(para(PROSE)),
        p(badged("①遊歩道の整備", "新規")),
        p(para("歩きやすくします。")),
        p(large("第６章　計画の評価", 20.0)),
        p(large("1", 12.0)),
        p(large("計画の見直し", 14.0)),
        p(para("毎年度見直しを行います。")),
    ]);
    let expected = "# 第５章 方針と施策
  # 施策体系
  # 方針1 町の魅力を高める産業
    # 施策 1 個性ある町の発信
      - ① 港の朝市への支援<継続> [Description: 朝市の広報を行います。出店の調整も行います。]
      - ② 寄附の充実<拡充> [Description: 返礼品を増やします。]
      # 海の恵み
    # 施策 2 新しい港づくり
      - ① 遊歩道の整備<新規> [Description: 歩きやすくします。]
# 第６章 計画の評価
  # 1 計画の見直し
";
    assert_eq!(out, expected, "{out}");
}

#[test]
fn action_table_with_two_level_header_and_groups_in_the_naming_cell() {
    let out = drawn(vec![
        p(large("中期事業計画 アクションプラン", 18.0)),
        table(
            5,
            5,
            2,
            vec![
                cell(0, 0, 2, 1, &[]),
                cell(0, 1, 1, 2, &["中期事業計画"]),
                cell(0, 3, 1, 1, &["2024年度事業活動計画"]),
                cell(0, 4, 2, 1, &["主な担当"]),
                cell(1, 1, 1, 1, &["３年間のアクションプラン"]),
                cell(1, 2, 1, 1, &["2026年度末の到達目標"]),
                cell(1, 3, 1, 1, &["アクションプラン"]),
                cell(2, 0, 2, 1, &[]),
                cell(2, 1, 1, 1, &["・起業の促進", "・新事業の支援"]),
                cell(2, 2, 1, 1, &["・起業50件"]),
                cell(2, 3, 1, 1, &["・講座を５回実施", "・相談会（11月）"]),
                cell(2, 4, 1, 1, &["振興部"]),
                cell(3, 1, 1, 1, &["【海外展開】", "・商談会の開催"]),
                cell(3, 2, 1, 1, &["・成約30件"]),
                cell(3, 3, 1, 1, &["・商談会２回"]),
                cell(3, 4, 1, 1, &["国際部", "振興部"]),
                cell(4, 0, 1, 1, &["地域密着の推進"]),
                cell(4, 1, 1, 1, &["・全会員の訪問"]),
                cell(4, 2, 1, 1, &["・達成"]),
                cell(4, 3, 1, 1, &["・巡回1,000社"]),
                cell(4, 4, 1, 1, &["総務部"]),
            ],
        ),
    ]);
    let expected = "- ・ 起業の促進 / 新事業の支援 [Goal: 起業50件 | Action: 講座を５回実施 | Action: 相談会（11月） | Owner: 振興部]
# 【海外展開】
  - ・ 商談会の開催 [Goal: 成約30件 | Action: 商談会２回 | Owner: 国際部 | Owner: 振興部]
# 地域密着の推進
  - ・ 全会員の訪問 [Goal: 達成 | Action: 巡回1,000社 | Owner: 総務部]
";
    assert_eq!(out, expected, "{out}");
}

#[test]
fn list_table_with_category_rows_and_shared_cells() {
    let out = drawn(vec![table(
        5,
        5,
        1,
        vec![
            cell(0, 0, 1, 1, &[]),
            cell(0, 1, 1, 1, &["2024年度アクションプラン"]),
            cell(0, 2, 1, 1, &["2025年度アクションプラン"]),
            cell(0, 3, 1, 1, &["2026年度到達目標"]),
            cell(0, 4, 1, 1, &["主な担当"]),
            cell(1, 0, 4, 1, &["店の成長のための事業"]),
            cell(1, 1, 1, 4, &["人手不足への対応"]),
            cell(2, 1, 1, 2, &["*採用の支援", "合同説明会を開き、企業の採用活動を支援する。"]),
            cell(2, 3, 1, 1, &["参加300名"]),
            cell(2, 4, 3, 1, &["振興課"]),
            cell(3, 1, 1, 2, &["■ 講習会の開催", "■ 資金の利用促進", "年間推薦 100件", "■ 展示会への出展"]),
            cell(3, 3, 2, 1, &["経営の安定"]),
            cell(4, 1, 1, 2, &["省エネの周知", "（近隣市と共催）"]),
        ],
    )]);
    let expected = "# 店の成長のための事業
  # 人手不足への対応
    - 採用の支援 [Action: 合同説明会を開き、企業の採用活動を支援する。 | Goal: 参加300名 | Owner: 振興課]
    - ■ 講習会の開催 [Owner=: 振興課 | Goal: 経営の安定]
    - ■ 資金の利用促進 [Action: 年間推薦 100件 | Owner=: 振興課 | Goal=: 経営の安定]
    - ■ 展示会への出展 [Owner=: 振興課 | Goal=: 経営の安定]
    - 省エネの周知 （近隣市と共催） [Owner=: 振興課 | Goal=: 経営の安定]
";
    assert_eq!(out, expected, "{out}");
}

#[test]
fn years_under_a_schedule_hold_steps() {
    let mut cells = vec![cell(0, 0, 2, 1, &["取組項目"]), cell(0, 1, 1, 3, &["スケジュール"]), cell(0, 4, 2, 1, &["所管課"])];
    cells.extend([cell(1, 1, 1, 1, &["Ｒ７"]), cell(1, 2, 1, 1, &["Ｒ８"]), cell(1, 3, 1, 1, &["Ｒ９"])]);
    cells.extend([
        cell(2, 0, 1, 1, &["桟橋の改修"]),
        cell(2, 1, 1, 1, &["設計"]),
        cell(2, 2, 1, 1, &["着工"]),
        cell(2, 3, 1, 1, &["同左"]),
    ]);
    cells.push(cell(2, 4, 1, 1, &["建設課"]));
    let blocks = document(vec![p(large("１．取組の工程", 14.0)), p(para(PROSE)), table(3, 5, 2, cells)]);
    let outline = crate::outline(&blocks, &keikaku_model::text::Texts::default(), &crate::Lexicon::default()).value;
    let parts = outline.measures.iter().flat_map(|m| &m.parts).filter(|p| p.role == keikaku_model::outline::Role::Action);
    let steps: Vec<String> =
        parts.map(|p| format!("{}: {}", p.header.as_ref().map(ToString::to_string).unwrap_or_default(), p.text)).collect();
    assert_eq!(steps.len(), 2, "{steps:?}");
    assert!(
        steps[0].contains("Ｒ７") && steps[0].ends_with("設計") && steps[1].contains("Ｒ９") && steps[1].ends_with("着工"),
        "{steps:?}"
    );
}

#[test]
fn kpi_rows_are_figures_and_statistics_are_nothing() {
    let out = drawn(vec![
        p(large("基本目標１　働く場をつくる", 14.0)),
        p(para(PROSE)),
        grid(&[&["指標", "現状値（令和４年度）", "目標値（令和９年度）"], &["創業件数", "20件", "45件"]]),
        grid(&[&["", "令和２年度", "令和３年度"], &["人口", "3,000", "2,900"]]),
    ]);
    assert_eq!(out, "# 基本目標１ 働く場をつくる\n  ~ 創業件数 [目標値（令和９年度）=45件] from [現状値（令和４年度）=20件]\n", "{out}");
}

#[test]
fn a_form_is_a_measure() {
    let out = drawn(vec![
        p(large("Ⅱ　個別事業", 14.0)),
        p(para(PROSE)),
        table(
            4,
            2,
            0,
            vec![
                cell(0, 0, 1, 1, &["事業名"]),
                cell(0, 1, 1, 1, &["港まつり開催事業"]),
                cell(1, 0, 1, 1, &["担当課"]),
                cell(1, 1, 1, 1, &["観光課"]),
                cell(2, 0, 1, 1, &["事業概要"]),
                cell(2, 1, 1, 1, &["花火大会を開催する。"]),
                cell(3, 0, 1, 1, &["数値目標"]),
                cell(3, 1, 1, 1, &["来場者３万人"]),
            ],
        ),
    ]);
    assert_eq!(
        out, "# Ⅱ 個別事業\n  - 港まつり開催事業 [Owner: 観光課 | Description: 花火大会を開催する。 | Goal: 来場者３万人]\n",
        "{out}"
    );
}

#[test]
fn a_numbered_card_is_a_measure() {
    let card = |title: &str, foot: &str| group(vec![p(badged(title, "新規")), p(para("港の朝市を毎月ひらく")), p(para(foot))]);
    let out = drawn(vec![
        p(large("柱１　港のにぎわい", 14.0)),
        p(para(PROSE)),
        card("① 朝市の開催", "所管：水産課"),
        card("② 夜市の開催", "所管：観光課"),
    ]);
    let expected = "# 柱１ 港のにぎわい
  - ① 朝市の開催<新規> [Description: 港の朝市を毎月ひらく | Owner: 水産課]
  - ② 夜市の開催<新規> [Description: 港の朝市を毎月ひらく | Owner: 観光課]
";
    assert_eq!(out, expected, "{out}");
}

#[test]
fn a_heading_whose_prose_commits_is_a_measure_and_a_check_list_repeats() {
    let out = drawn(vec![
        p(large("第２章　具体的な内容", 14.0)),
        p(para(PROSE)),
        p(bold("１　勤務環境の整備")),
        p(bold("(１)休暇の取得")),
        grid(&[&["目　標", "推進者"], &["①休暇を取得しやすくします。", "庶務課長"], &["②会議を減らします。", "各課長"]]),
        p(bold("２　若手職員の登用に向けた取り組みについて")),
        p(bold("（１）採用比率の向上")),
        p(para("採用者に占める新卒の割合を半数とするよう努めます。")),
        p(bold("（２）管理職の登用")),
        p(para("管理職は１名である。２名程度の登用をめざします。")),
        p(large("勤務改善計画　進捗状況等点検票", 14.0)),
        grid(&[&["目　標", "進捗状況等", "改善策等"], &["①休暇を取得しやすくします。", "", ""], &["②会議を減らします。", "", ""]]),
    ]);
    let expected = "# 第２章 具体的な内容
  # １ 勤務環境の整備
    # (１) 休暇の取得
      - ① 休暇を取得しやすくします。 [Owner: 庶務課長]
      - ② 会議を減らします。 [Owner: 各課長]
  # ２ 若手職員の登用に向けた取り組みについて
    - （１） 採用比率の向上 [Description: 採用者に占める新卒の割合を半数とするよう努めます。]
    - （２） 管理職の登用 [Description: 管理職は１名である。２名程度の登用をめざします。]
# 勤務改善計画　進捗状況等点検票
";
    assert_eq!(out, expected, "{out}");
}

#[test]
fn budget_rows_with_two_level_money() {
    let out = drawn(vec![
        p(large("Ｒ６年度当初予算の主な事業", 14.0)),
        table(
            3,
            6,
            2,
            vec![
                cell(0, 0, 2, 1, &["番号"]),
                cell(0, 1, 2, 1, &["主管課"]),
                cell(0, 2, 2, 1, &["事業名"]),
                cell(0, 3, 1, 2, &["財源内訳"]),
                cell(1, 3, 1, 1, &["国"]),
                cell(1, 4, 1, 1, &["市債"]),
                cell(0, 5, 2, 1, &["主な事業内容"]),
                cell(2, 0, 1, 1, &["1"]),
                cell(2, 1, 1, 1, &["建設課"]),
                cell(2, 2, 1, 1, &["道路維持費"]),
                cell(2, 3, 1, 1, &["1,200"]),
                cell(2, 4, 1, 1, &["500"]),
                cell(2, 5, 1, 1, &["市道の修繕。"]),
            ],
        ),
    ]);
    assert_eq!(out, "- 1 道路維持費 [Owner: 建設課 | Amount: 1,200 | Amount: 500 | Description: 市道の修繕。]\n", "{out}");
}

#[test]
fn nothing_and_oddities_do_not_panic() {
    assert_eq!(drawn(Vec::new()), "");
    drawn(vec![
        table(0, 0, 0, Vec::new()),
        table(1, 1, 3, vec![cell(0, 0, 1, 1, &["①"])]),
        group(Vec::new()),
        p(para("①")),
        p(para("（")),
        p(para("第")),
        p(para("【】")),
    ]);
}

#[test]
fn goals_in_figures_are_of_indicators() {
    let out = drawn(vec![
        p(large("１．海の数値目標", 14.0)),
        grid(&[
            &["項目", "現状（令和６年度）", "目標（令和９年度）"],
            &["朝市の出店者数", "二十四人", "三十五人以上"],
            &["漁を継ぐ人", "3人", "9人"],
        ]),
    ]);
    assert!(!out.contains("- 朝市の出店者数") && !out.contains("- 漁を継ぐ人"), "{out}");
}
