-- The records of keikaku (keikaku/plan/1) in PostgreSQL 12 or later. Made from the types: keikaku schema --postgres > schemas/postgres.sql
-- keikaku export PLANS --to postgres://… runs this by itself where there is no schema keikaku yet.
BEGIN;

CREATE SCHEMA keikaku;
COMMENT ON SCHEMA keikaku IS 'Records of published Japanese plans, made by keikaku. 計画の記録。';
SET LOCAL search_path = keikaku;

CREATE TABLE schema_version (
  version text PRIMARY KEY,
  fields text NOT NULL
);
COMMENT ON TABLE schema_version IS 'One row: what the tables of this schema are.';
COMMENT ON COLUMN schema_version.version IS 'The version of the records. A keikaku of another version does not write here.';
COMMENT ON COLUMN schema_version.fields IS 'A hash of the columns, words and forms; keikaku adds what a later one of the same version brought.';
INSERT INTO schema_version VALUES ('keikaku/plan/1', 'ea118f8757e42799');

CREATE TABLE "plans" (
  "plan_id" text NOT NULL,
  "schema" text NOT NULL,
  "title" text,
  "issuer" text,
  "issuer_kind" text CONSTRAINT "plans_issuer_kind_check" CHECK ("issuer_kind" IN ('chamber', 'chamber_federation', 'municipality', 'prefecture', 'other')),
  "lg_code" text CONSTRAINT "plans_lg_code_check" CHECK ("lg_code" ~ '^[0-9]{6}$'),
  "prefecture" text,
  "plan_kind" text,
  "edition" text,
  "first_fiscal_year" bigint,
  "last_fiscal_year" bigint,
  "period_quote" text,
  "published" text CONSTRAINT "plans_published_check" CHECK ("published" ~ '^[0-9]{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?$'),
  "published_quote" text,
  "revised" text CONSTRAINT "plans_revised_check" CHECK ("revised" ~ '^[0-9]{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?$'),
  "revised_quote" text,
  "co_issuers" text[] NOT NULL,
  "page" bigint,
  "line" bigint,
  "spans" jsonb,
  "corrected_by" jsonb,
  "file_name" text NOT NULL,
  "sha256" text NOT NULL CONSTRAINT "plans_sha256_check" CHECK ("sha256" ~ '^[0-9a-f]{64}$'),
  "media_type" text NOT NULL CONSTRAINT "plans_media_type_check" CHECK ("media_type" ~ '^(application/pdf|text/plain)$'),
  "bytes" bigint NOT NULL,
  "pages" bigint,
  "producer" text,
  "encoding" text,
  "text_layer" text NOT NULL CONSTRAINT "plans_text_layer_check" CHECK ("text_layer" IN ('native', 'ocr', 'none')),
  "generator" text NOT NULL,
  "generator_version" text NOT NULL,
  "profile" text,
  "dictionary" text NOT NULL,
  "glyphs" bigint NOT NULL,
  "glyphs_in_records" bigint NOT NULL,
  "glyphs_in_furniture" bigint NOT NULL,
  "glyphs_unassigned" bigint NOT NULL,
  "glyphs_hidden" bigint NOT NULL,
  PRIMARY KEY ("plan_id")
);
CREATE INDEX "plans_last_fiscal_year" ON "plans" ("last_fiscal_year");
COMMENT ON TABLE "plans" IS '計画: 計画1件（入力ファイル1つ）につき1行。 One row for each plan (each input file).';
COMMENT ON COLUMN "plans"."plan_id" IS '計画ID: 元ファイルのSHA-256の先頭16桁。同じファイルなら常に同じ。 First 16 hex digits of the SHA-256 of the source''s bytes.';
COMMENT ON COLUMN "plans"."schema" IS 'スキーマ: この版では常に keikaku/plan/1。 Always `keikaku/plan/1`.';
COMMENT ON COLUMN "plans"."title" IS '計画名: 表紙または最初の見出しから、印刷のとおり。 Title as printed.';
COMMENT ON COLUMN "plans"."issuer" IS '策定主体: 表紙などに記された名称をNFKCで正規化したもの。 Its name, normalized (NFKC).';
COMMENT ON COLUMN "plans"."issuer_kind" IS '策定主体の種別: 名称の語尾（商工会議所、市、県など）から。 What sort of body.';
COMMENT ON COLUMN "plans"."lg_code" IS '団体コード: 全国地方公共団体コード6桁（検査数字を含む）。名称が一つに定まるときだけ。 6-digit 全国地方公共団体コード with its check digit.';
COMMENT ON COLUMN "plans"."prefecture" IS '都道府県: 名称または団体コードから。 Prefecture (都道府県).';
COMMENT ON COLUMN "plans"."plan_kind" IS '計画の種類: 計画名の中の語から。 中期行動計画, 事業計画, 産業振興計画 …';
COMMENT ON COLUMN "plans"."edition" IS '版: 第3次、改定版など、計画名の中の語。 第3次, 改定版 …';
COMMENT ON COLUMN "plans"."first_fiscal_year" IS '計画期間（始）: 年度が始まる年の西暦。元号は西暦に直す。 First fiscal year (the Gregorian year in which it begins).';
COMMENT ON COLUMN "plans"."last_fiscal_year" IS '計画期間（終）: 年度が始まる年の西暦。 Last fiscal year.';
COMMENT ON COLUMN "plans"."period_quote" IS '計画期間の原文: 印刷のとおり。 As printed.';
COMMENT ON COLUMN "plans"."published" IS '公表日: 表紙または奥付の日付。日がなければ年月まで。 `YYYY-MM-DD` or `YYYY-MM`.';
COMMENT ON COLUMN "plans"."published_quote" IS '公表日の原文: 印刷のとおり。 As printed.';
COMMENT ON COLUMN "plans"."revised" IS '改定日: 「改定」「改訂」とともに記された日付。 `YYYY-MM-DD` or `YYYY-MM`.';
COMMENT ON COLUMN "plans"."revised_quote" IS '改定日の原文: 印刷のとおり。 As printed.';
COMMENT ON COLUMN "plans"."co_issuers" IS '共同策定者: 策定主体と並べて記された名称。複数は ; で区切る。 Who published it together with the issuer.';
COMMENT ON COLUMN "plans"."page" IS 'ページ: 計画名などが最初に出るページ。テキストでは空。 1-based page number.';
COMMENT ON COLUMN "plans"."line" IS '行: テキスト入力での行番号。PDFでは空。 First and last line, 1-based.';
COMMENT ON COLUMN "plans"."spans" IS '位置: 計画名、策定主体、期間、日付の位置。 Where title, issuer, period and dates stand.';
COMMENT ON COLUMN "plans"."corrected_by" IS '人による訂正: --overrides で人が直した項目、読み取った値、誰が、なぜ、いつ。なければ空。 What a person corrected in it, with the value before; absent where nothing was.';
COMMENT ON COLUMN "plans"."file_name" IS 'ファイル名: フォルダを除いた入力ファイルの名前。 File name without its folder.';
COMMENT ON COLUMN "plans"."sha256" IS 'SHA-256: 入力ファイルのハッシュ値。 SHA-256 of the bytes, 64 lower-case hex digits.';
COMMENT ON COLUMN "plans"."media_type" IS '形式: 内容から判定する。 `application/pdf` or `text/plain`.';
COMMENT ON COLUMN "plans"."bytes" IS 'バイト数: 入力ファイルの大きさ。 Size in bytes.';
COMMENT ON COLUMN "plans"."pages" IS 'ページ数: テキストでは空。 Number of pages; null for text.';
COMMENT ON COLUMN "plans"."producer" IS '作成ソフト: PDFに記されたProducer。 The producing program as the PDF names it.';
COMMENT ON COLUMN "plans"."encoding" IS '文字コード: テキスト入力で判定した符号化方式。 Encoding of a text file by its WHATWG name (`UTF-8`, `Shift_JIS`, `EUC-JP`, `ISO-2022-JP`, `UTF-16LE` …); null for PDF.';
COMMENT ON COLUMN "plans"."text_layer" IS '文字層: 文字として描かれたものか、画像を認識したものか。 Where the text comes from.';
COMMENT ON COLUMN "plans"."generator" IS '作成プログラム: 常に keikaku。 `keikaku`.';
COMMENT ON COLUMN "plans"."generator_version" IS 'プログラムの版: 記録を作った keikaku の版。 Its version.';
COMMENT ON COLUMN "plans"."profile" IS 'プロファイル: --profile を使ったときだけ、その名前とハッシュ値。 Name and hash of the profile, if one was given.';
COMMENT ON COLUMN "plans"."dictionary" IS '辞書: 形態素解析の辞書。 The dictionary.';
COMMENT ON COLUMN "plans"."glyphs" IS '文字数: 読者に見える文字の数（空白を除く）。記録＋柱など＋未割当に等しい。 All glyphs that a reader sees.';
COMMENT ON COLUMN "plans"."glyphs_in_records" IS '記録に入った文字数: 一つ以上の記録に入った文字。 In at least one record.';
COMMENT ON COLUMN "plans"."glyphs_in_furniture" IS '柱などの文字数: 柱、ノンブル、目次の文字。 In running heads, page numbers, contents pages.';
COMMENT ON COLUMN "plans"."glyphs_unassigned" IS '未割当の文字数: どこにも入らなかった文字。位置は診断の表にある。 In neither.';
COMMENT ON COLUMN "plans"."glyphs_hidden" IS '見えない文字数: 読者に見えないので読まなかった文字。 Glyphs no reader sees.';

CREATE TABLE "sections" (
  "plan_id" text NOT NULL REFERENCES "plans" (plan_id) DEFERRABLE INITIALLY DEFERRED,
  "id" text NOT NULL CONSTRAINT "sections_id_check" CHECK ("id" ~ '^[0-9a-f]{16}:[a-z]+[0-9]+(\.[0-9]+)*$'),
  "parent_id" text REFERENCES "sections" (id) DEFERRABLE INITIALLY DEFERRED,
  "ordinal" bigint NOT NULL,
  "depth" bigint NOT NULL,
  "label" text,
  "label_scheme" text CONSTRAINT "sections_label_scheme_check" CHECK ("label_scheme" IN ('part', 'chapter', 'section', 'subsection', 'article', 'roman_upper', 'roman_lower', 'arabic', 'hyphenated', 'paren_arabic', 'half_paren_arabic', 'circled', 'circled_other', 'katakana', 'paren_katakana', 'iroha', 'latin', 'paren_latin', 'kanji', 'paren_kanji', 'named', 'bracket', 'bullet')),
  "label_number" bigint,
  "title" text NOT NULL,
  "kind" text NOT NULL CONSTRAINT "sections_kind_check" CHECK ("kind" IN ('chapter', 'pillar', 'program', 'group', 'box', 'appendix')),
  "text" text NOT NULL,
  "page" bigint,
  "line" bigint,
  "spans" jsonb,
  "text_spans" jsonb,
  "corrected_by" jsonb,
  PRIMARY KEY ("id")
);
CREATE INDEX "sections_plan_id" ON "sections" ("plan_id");
CREATE INDEX "sections_parent_id" ON "sections" ("parent_id");
COMMENT ON TABLE "sections" IS '節: 見出し1つにつき1行。読む順。 One row for each heading, in reading order.';
COMMENT ON COLUMN "sections"."plan_id" IS '計画ID: 計画の表の計画ID。 The plan: `plan_id` of the table plans.';
COMMENT ON COLUMN "sections"."id" IS '節ID: 計画IDと読む順の番号。 `<plan id>:s1`, in reading order.';
COMMENT ON COLUMN "sections"."parent_id" IS '親の節ID: 番号の様式、字の大きさ、位置から決めた一つ上の見出し。 The enclosing section.';
COMMENT ON COLUMN "sections"."ordinal" IS '順番: 計画全体での通し番号。 1-based, over the whole plan.';
COMMENT ON COLUMN "sections"."depth" IS '深さ: 最も外側が1。 1 for the outermost.';
COMMENT ON COLUMN "sections"."label" IS '番号: 印刷のとおり。 As printed: `（１）`, `①`, `第1章`, `方針 1`, `○`.';
COMMENT ON COLUMN "sections"."label_scheme" IS '番号の様式: 番号の書き方の名前。 The numbering style.';
COMMENT ON COLUMN "sections"."label_number" IS '番号の値: 記号だけの場合は空。 The number; null for bullets. For 1-2 and 1.2 the last part.';
COMMENT ON COLUMN "sections"."title" IS '見出し: 番号を除いた見出し。 The heading without its label.';
COMMENT ON COLUMN "sections"."kind" IS '種別: 見出しの語と番号の様式から。 What sort of section.';
COMMENT ON COLUMN "sections"."text" IS '本文: 見出しの下にあり、どの施策にも属さない文章。段落は改行で区切る。 Prose under the heading that belongs to no measure; paragraphs separated by `\n`.';
COMMENT ON COLUMN "sections"."page" IS 'ページ: 1から数える。テキストでは空。 1-based page number.';
COMMENT ON COLUMN "sections"."line" IS '行: テキスト入力での行番号。PDFでは空。 First and last line, 1-based.';
COMMENT ON COLUMN "sections"."spans" IS '位置: 番号と見出しの位置。 Where label and title stand.';
COMMENT ON COLUMN "sections"."text_spans" IS '本文の位置: 本文の位置。 Where `text` stands.';
COMMENT ON COLUMN "sections"."corrected_by" IS '人による訂正: --overrides で人が直した項目、読み取った値、誰が、なぜ、いつ。なければ空。 What a person corrected in it, with the value before; absent where nothing was.';

CREATE TABLE "measures" (
  "plan_id" text NOT NULL REFERENCES "plans" (plan_id) DEFERRABLE INITIALLY DEFERRED,
  "id" text NOT NULL CONSTRAINT "measures_id_check" CHECK ("id" ~ '^[0-9a-f]{16}:[a-z]+[0-9]+(\.[0-9]+)*$'),
  "section_id" text REFERENCES "sections" (id) DEFERRABLE INITIALLY DEFERRED,
  "ordinal" bigint NOT NULL,
  "label" text,
  "label_scheme" text CONSTRAINT "measures_label_scheme_check" CHECK ("label_scheme" IN ('part', 'chapter', 'section', 'subsection', 'article', 'roman_upper', 'roman_lower', 'arabic', 'hyphenated', 'paren_arabic', 'half_paren_arabic', 'circled', 'circled_other', 'katakana', 'paren_katakana', 'iroha', 'latin', 'paren_latin', 'kanji', 'paren_kanji', 'named', 'bracket', 'bullet')),
  "label_number" bigint,
  "title" text NOT NULL,
  "status" text CONSTRAINT "measures_status_check" CHECK ("status" IN ('new', 'expanded', 'continued', 'completed')),
  "is_repeat" boolean NOT NULL,
  "repeat_of" text REFERENCES "measures" (id) DEFERRABLE INITIALLY DEFERRED,
  "first_fiscal_year" bigint,
  "last_fiscal_year" bigint,
  "keywords" text[] NOT NULL,
  "page" bigint,
  "line" bigint,
  "spans" jsonb,
  "corrected_by" jsonb,
  PRIMARY KEY ("id")
);
CREATE INDEX "measures_plan_id" ON "measures" ("plan_id");
CREATE INDEX "measures_section_id" ON "measures" ("section_id");
CREATE INDEX "measures_repeat_of" ON "measures" ("repeat_of");
CREATE INDEX "measures_last_fiscal_year" ON "measures" ("last_fiscal_year");
COMMENT ON TABLE "measures" IS '施策: 誰かが実施する最小の単位（施策・取組・事業）1つにつき1行。読む順。 One row for each measure (施策・取組), the smallest unit that somebody carries out, in reading order.';
COMMENT ON COLUMN "measures"."plan_id" IS '計画ID: 計画の表の計画ID。 The plan: `plan_id` of the table plans.';
COMMENT ON COLUMN "measures"."id" IS '施策ID: 計画IDと読む順の番号。 `<plan id>:m1`, in reading order.';
COMMENT ON COLUMN "measures"."section_id" IS '節ID: 施策がある節。 The section it stands in.';
COMMENT ON COLUMN "measures"."ordinal" IS '順番: 計画全体での通し番号。 1-based, over the whole plan.';
COMMENT ON COLUMN "measures"."label" IS '番号: 印刷のとおり。 As printed: `（１）`, `①`, `第1章`, `方針 1`, `○`.';
COMMENT ON COLUMN "measures"."label_scheme" IS '番号の様式: 番号の書き方の名前。 The numbering style.';
COMMENT ON COLUMN "measures"."label_number" IS '番号の値: 記号だけの場合は空。 The number; null for bullets. For 1-2 and 1.2 the last part.';
COMMENT ON COLUMN "measures"."title" IS '施策名: 番号を除き、印刷のとおり。 What names it, as printed without its label.';
COMMENT ON COLUMN "measures"."status" IS '状態: 新規・拡充・継続・完了の印、語、欄から。なければ空。 Status by badge, word or column.';
COMMENT ON COLUMN "measures"."is_repeat" IS '再掲: 再掲の印があるか。 Marked 再掲.';
COMMENT ON COLUMN "measures"."repeat_of" IS '再掲元の施策ID: 同じ名前の施策が見つかったとき。 The record it repeats, where found.';
COMMENT ON COLUMN "measures"."first_fiscal_year" IS '実施年度（始）: 印刷されているときだけ。年度が始まる年の西暦。 The years it is carried out in, where printed.';
COMMENT ON COLUMN "measures"."last_fiscal_year" IS '実施年度（終）: 印刷されているときだけ。 The years it is carried out in, where printed.';
COMMENT ON COLUMN "measures"."keywords" IS 'キーワード: 計画の中でこの施策を特徴づける複合名詞。複数は ; で区切る。 Noun compounds that set it apart within the plan, most telling first.';
COMMENT ON COLUMN "measures"."page" IS 'ページ: 1から数える。テキストでは空。 1-based page number.';
COMMENT ON COLUMN "measures"."line" IS '行: テキスト入力での行番号。PDFでは空。 First and last line, 1-based.';
COMMENT ON COLUMN "measures"."spans" IS '位置: 番号と施策名の位置。 Where label and title stand.';
COMMENT ON COLUMN "measures"."corrected_by" IS '人による訂正: --overrides で人が直した項目、読み取った値、誰が、なぜ、いつ。なければ空。 What a person corrected in it, with the value before; absent where nothing was.';

CREATE TABLE "statements" (
  "plan_id" text NOT NULL REFERENCES "plans" (plan_id) DEFERRABLE INITIALLY DEFERRED,
  "id" text NOT NULL CONSTRAINT "statements_id_check" CHECK ("id" ~ '^[0-9a-f]{16}:[a-z]+[0-9]+(\.[0-9]+)*$'),
  "measure_id" text NOT NULL REFERENCES "measures" (id) DEFERRABLE INITIALLY DEFERRED,
  "ordinal" bigint NOT NULL,
  "role" text NOT NULL CONSTRAINT "statements_role_check" CHECK ("role" IN ('goal', 'action', 'description')),
  "first_fiscal_year" bigint,
  "last_fiscal_year" bigint,
  "column" text,
  "text" text NOT NULL,
  "page" bigint,
  "line" bigint,
  "spans" jsonb,
  "corrected_by" jsonb,
  PRIMARY KEY ("id")
);
CREATE INDEX "statements_plan_id" ON "statements" ("plan_id");
CREATE INDEX "statements_measure_id" ON "statements" ("measure_id");
CREATE INDEX "statements_last_fiscal_year" ON "statements" ("last_fiscal_year");
COMMENT ON TABLE "statements" IS '記述: 施策を説明する文や箇条1つにつき1行。 One row for each sentence or bullet that says more about a measure.';
COMMENT ON COLUMN "statements"."plan_id" IS '計画ID: 計画の表の計画ID。 The plan: `plan_id` of the table plans.';
COMMENT ON COLUMN "statements"."id" IS '記述ID: 計画IDと読む順の番号。 `<plan id>:st1`, in reading order.';
COMMENT ON COLUMN "statements"."measure_id" IS '施策ID: 説明される施策。 The measure.';
COMMENT ON COLUMN "statements"."ordinal" IS '順番: 施策の中での番号。 1-based within the measure.';
COMMENT ON COLUMN "statements"."role" IS '役割: 表の欄名と文の語から。goal 目標、action 取組内容、description 説明。 What it says of the measure.';
COMMENT ON COLUMN "statements"."first_fiscal_year" IS '年度（始）: 欄または文に年度があるときだけ。 Fixed by the column or the sentence, else null.';
COMMENT ON COLUMN "statements"."last_fiscal_year" IS '年度（終）: 欄または文に年度があるときだけ。 Fixed by the column or the sentence, else null.';
COMMENT ON COLUMN "statements"."column" IS '欄名: 表の欄の見出し、印刷のとおり。 The column header as printed.';
COMMENT ON COLUMN "statements"."text" IS '本文: 箇条の記号を除いた文。 The text, bullet left out.';
COMMENT ON COLUMN "statements"."page" IS 'ページ: 1から数える。テキストでは空。 1-based page number.';
COMMENT ON COLUMN "statements"."line" IS '行: テキスト入力での行番号。PDFでは空。 First and last line, 1-based.';
COMMENT ON COLUMN "statements"."spans" IS '位置: 文の位置。 Where it stands.';
COMMENT ON COLUMN "statements"."corrected_by" IS '人による訂正: --overrides で人が直した項目、読み取った値、誰が、なぜ、いつ。なければ空。 What a person corrected in it, with the value before; absent where nothing was.';

CREATE TABLE "owners" (
  "plan_id" text NOT NULL REFERENCES "plans" (plan_id) DEFERRABLE INITIALLY DEFERRED,
  "id" text NOT NULL CONSTRAINT "owners_id_check" CHECK ("id" ~ '^[0-9a-f]{16}:[a-z]+[0-9]+(\.[0-9]+)*$'),
  "measure_id" text NOT NULL REFERENCES "measures" (id) DEFERRABLE INITIALLY DEFERRED,
  "name" text NOT NULL,
  "kind" text NOT NULL CONSTRAINT "owners_kind_check" CHECK ("kind" IN ('department', 'committee', 'branch', 'external', 'all')),
  "quote" text NOT NULL,
  "page" bigint,
  "line" bigint,
  "spans" jsonb,
  "corrected_by" jsonb,
  PRIMARY KEY ("id")
);
CREATE INDEX "owners_plan_id" ON "owners" ("plan_id");
CREATE INDEX "owners_measure_id" ON "owners" ("measure_id");
CREATE INDEX "owners_name" ON "owners" ("name");
COMMENT ON TABLE "owners" IS '担当: 施策の担当（所管・実施主体）1つにつき1行。 One row for each body in charge (担当・所管) of a measure.';
COMMENT ON COLUMN "owners"."plan_id" IS '計画ID: 計画の表の計画ID。 The plan: `plan_id` of the table plans.';
COMMENT ON COLUMN "owners"."id" IS '担当ID: 計画IDと読む順の番号。 `<plan id>:o1`.';
COMMENT ON COLUMN "owners"."measure_id" IS '施策ID: 担当する施策。 The measure.';
COMMENT ON COLUMN "owners"."name" IS '担当名: NFKCで正規化し、均等割付の空白を除いたもの。 Its name, NFKC, blanks of 均等割付 removed.';
COMMENT ON COLUMN "owners"."kind" IS '種別: 名称の語尾から。 What sort of owner.';
COMMENT ON COLUMN "owners"."quote" IS '原文: 印刷のとおり。 As printed.';
COMMENT ON COLUMN "owners"."page" IS 'ページ: 1から数える。テキストでは空。 1-based page number.';
COMMENT ON COLUMN "owners"."line" IS '行: テキスト入力での行番号。PDFでは空。 First and last line, 1-based.';
COMMENT ON COLUMN "owners"."spans" IS '位置: 担当名の位置。 Where it stands.';
COMMENT ON COLUMN "owners"."corrected_by" IS '人による訂正: --overrides で人が直した項目、読み取った値、誰が、なぜ、いつ。なければ空。 What a person corrected in it, with the value before; absent where nothing was.';

CREATE TABLE "targets" (
  "plan_id" text NOT NULL REFERENCES "plans" (plan_id) DEFERRABLE INITIALLY DEFERRED,
  "id" text NOT NULL CONSTRAINT "targets_id_check" CHECK ("id" ~ '^[0-9a-f]{16}:[a-z]+[0-9]+(\.[0-9]+)*$'),
  "measure_id" text REFERENCES "measures" (id) DEFERRABLE INITIALLY DEFERRED,
  "section_id" text REFERENCES "sections" (id) DEFERRABLE INITIALLY DEFERRED,
  "statement_id" text REFERENCES "statements" (id) DEFERRABLE INITIALLY DEFERRED,
  "quote" text NOT NULL,
  "indicator" text,
  "comparator" text NOT NULL CONSTRAINT "targets_comparator_check" CHECK ("comparator" IN ('eq', 'ge', 'gt', 'le', 'lt', 'increase', 'decrease', 'maintain')),
  "value" double precision NOT NULL,
  "value_max" double precision,
  "unit" text,
  "qualifiers" text[] NOT NULL CONSTRAINT "targets_qualifiers_check" CHECK ("qualifiers" <@ ARRAY['cumulative', 'per_year', 'of_which', 'previous_year']),
  "within_id" text REFERENCES "targets" (id) DEFERRABLE INITIALLY DEFERRED,
  "approximate" boolean NOT NULL,
  "baseline_value" double precision,
  "baseline_unit" text,
  "baseline_quote" text,
  "baseline_fiscal_year" bigint,
  "first_fiscal_year" bigint,
  "last_fiscal_year" bigint,
  "same_as" text REFERENCES "targets" (id) DEFERRABLE INITIALLY DEFERRED,
  "page" bigint,
  "line" bigint,
  "spans" jsonb,
  "corrected_by" jsonb,
  PRIMARY KEY ("id")
);
CREATE INDEX "targets_plan_id" ON "targets" ("plan_id");
CREATE INDEX "targets_measure_id" ON "targets" ("measure_id");
CREATE INDEX "targets_section_id" ON "targets" ("section_id");
CREATE INDEX "targets_statement_id" ON "targets" ("statement_id");
CREATE INDEX "targets_unit" ON "targets" ("unit");
CREATE INDEX "targets_within_id" ON "targets" ("within_id");
CREATE INDEX "targets_last_fiscal_year" ON "targets" ("last_fiscal_year");
CREATE INDEX "targets_same_as" ON "targets" ("same_as");
COMMENT ON TABLE "targets" IS '目標: 計画が到達しようとする数値（目標値）1つにつき1行。 One row for each number that the plan sets out to reach (目標値).';
COMMENT ON COLUMN "targets"."plan_id" IS '計画ID: 計画の表の計画ID。 The plan: `plan_id` of the table plans.';
COMMENT ON COLUMN "targets"."id" IS '目標ID: 計画IDと読む順の番号。 `<plan id>:t1`, in reading order.';
COMMENT ON COLUMN "targets"."measure_id" IS '施策ID: 節全体の数値では空。 The measure; null where the figure belongs to a whole section.';
COMMENT ON COLUMN "targets"."section_id" IS '節ID: 数値がある節。 The section it stands in.';
COMMENT ON COLUMN "targets"."statement_id" IS '記述ID: 数値がある記述。 The statement it stands in.';
COMMENT ON COLUMN "targets"."quote" IS '原文: 数値を含む最短の句、印刷のとおり。 The shortest phrase that holds it, verbatim.';
COMMENT ON COLUMN "targets"."indicator" IS '指標: 何を数えるか。句、欄名、施策名の順に探す。 What is counted.';
COMMENT ON COLUMN "targets"."comparator" IS '比較: 以上・以下・増・減・維持などの語から。語がなければ eq。 How to compare.';
COMMENT ON COLUMN "targets"."value" IS '値: 万・億を掛けた数。 The value, 万 and 億 multiplied out.';
COMMENT ON COLUMN "targets"."value_max" IS '上限値: 幅のある値（3～5回）の上端。 Upper end of a range.';
COMMENT ON COLUMN "targets"."unit" IS '単位: 印刷された助数詞、NFKC。 The counter as printed, NFKC.';
COMMENT ON COLUMN "targets"."qualifiers" IS '数え方: 延べ・累計、年間、うち、前年度比。複数は ; で区切る。 How it is counted.';
COMMENT ON COLUMN "targets"."within_id" IS '内数の親の目標ID: 「うち…」の数値を含む目標。 The enclosing target of a うち….';
COMMENT ON COLUMN "targets"."approximate" IS '概数: 程度・約・目安の語があるか。 程度, 約, 目安.';
COMMENT ON COLUMN "targets"."baseline_value" IS '基準値: 現状値・基準値の欄または文から。 The value.';
COMMENT ON COLUMN "targets"."baseline_unit" IS '基準値の単位: NFKC。 The counter, NFKC.';
COMMENT ON COLUMN "targets"."baseline_quote" IS '基準値の原文: 印刷のとおり。 As printed.';
COMMENT ON COLUMN "targets"."baseline_fiscal_year" IS '基準値の年度: 年度が始まる年の西暦。 The year it was measured in.';
COMMENT ON COLUMN "targets"."first_fiscal_year" IS '年度（始）: 文、欄、計画期間の順に探す。 From the sentence, else the column, else the plan''s period.';
COMMENT ON COLUMN "targets"."last_fiscal_year" IS '年度（終）: 文、欄、計画期間の順に探す。 From the sentence, else the column, else the plan''s period.';
COMMENT ON COLUMN "targets"."same_as" IS '同じ数値の最初の目標ID: 一つの数値が複数の施策に属するとき、2行目から。合計では空の行だけを数える。 The first of several copies where one printed figure belongs to several measures.';
COMMENT ON COLUMN "targets"."page" IS 'ページ: 1から数える。テキストでは空。 1-based page number.';
COMMENT ON COLUMN "targets"."line" IS '行: テキスト入力での行番号。PDFでは空。 First and last line, 1-based.';
COMMENT ON COLUMN "targets"."spans" IS '位置: 原文の位置。 Where the quote stands.';
COMMENT ON COLUMN "targets"."corrected_by" IS '人による訂正: --overrides で人が直した項目、読み取った値、誰が、なぜ、いつ。なければ空。 What a person corrected in it, with the value before; absent where nothing was.';

CREATE TABLE "milestones" (
  "plan_id" text NOT NULL REFERENCES "plans" (plan_id) DEFERRABLE INITIALLY DEFERRED,
  "id" text NOT NULL CONSTRAINT "milestones_id_check" CHECK ("id" ~ '^[0-9a-f]{16}:[a-z]+[0-9]+(\.[0-9]+)*$'),
  "measure_id" text REFERENCES "measures" (id) DEFERRABLE INITIALLY DEFERRED,
  "section_id" text REFERENCES "sections" (id) DEFERRABLE INITIALLY DEFERRED,
  "statement_id" text REFERENCES "statements" (id) DEFERRABLE INITIALLY DEFERRED,
  "quote" text NOT NULL,
  "date" text NOT NULL CONSTRAINT "milestones_date_check" CHECK ("date" ~ '^([0-9]{4}-(0[1-9]|1[0-2])(/[0-9]{4}-(0[1-9]|1[0-2]))?|[0-9]{4}-H[12]|FY[0-9]{4})$'),
  "page" bigint,
  "line" bigint,
  "spans" jsonb,
  "corrected_by" jsonb,
  PRIMARY KEY ("id")
);
CREATE INDEX "milestones_plan_id" ON "milestones" ("plan_id");
CREATE INDEX "milestones_measure_id" ON "milestones" ("measure_id");
CREATE INDEX "milestones_section_id" ON "milestones" ("section_id");
CREATE INDEX "milestones_statement_id" ON "milestones" ("statement_id");
CREATE INDEX "milestones_date" ON "milestones" ("date");
COMMENT ON TABLE "milestones" IS '期限: 日付のある段階（期限）1つにつき1行。 One row for each dated step (期限).';
COMMENT ON COLUMN "milestones"."plan_id" IS '計画ID: 計画の表の計画ID。 The plan: `plan_id` of the table plans.';
COMMENT ON COLUMN "milestones"."id" IS '期限ID: 計画IDと読む順の番号。 `<plan id>:ms1`.';
COMMENT ON COLUMN "milestones"."measure_id" IS '施策ID: 節全体の期限では空。 The measure.';
COMMENT ON COLUMN "milestones"."section_id" IS '節ID: 期限がある節。 The section it stands in.';
COMMENT ON COLUMN "milestones"."statement_id" IS '記述ID: 期限がある記述。 The statement it stands in.';
COMMENT ON COLUMN "milestones"."quote" IS '原文: 印刷のとおり。 As printed.';
COMMENT ON COLUMN "milestones"."date" IS '時期: 月、月の範囲、半期（H1・H2）、年度（FY）のいずれか。年のない月は計画の年度から。 `YYYY-MM`, `YYYY-MM/YYYY-MM`, `YYYY-Hn` or `FYYYYY`.';
COMMENT ON COLUMN "milestones"."page" IS 'ページ: 1から数える。テキストでは空。 1-based page number.';
COMMENT ON COLUMN "milestones"."line" IS '行: テキスト入力での行番号。PDFでは空。 First and last line, 1-based.';
COMMENT ON COLUMN "milestones"."spans" IS '位置: 原文の位置。 Where it stands.';
COMMENT ON COLUMN "milestones"."corrected_by" IS '人による訂正: --overrides で人が直した項目、読み取った値、誰が、なぜ、いつ。なければ空。 What a person corrected in it, with the value before; absent where nothing was.';

CREATE TABLE "amounts" (
  "plan_id" text NOT NULL REFERENCES "plans" (plan_id) DEFERRABLE INITIALLY DEFERRED,
  "id" text NOT NULL CONSTRAINT "amounts_id_check" CHECK ("id" ~ '^[0-9a-f]{16}:[a-z]+[0-9]+(\.[0-9]+)*$'),
  "measure_id" text NOT NULL REFERENCES "measures" (id) DEFERRABLE INITIALLY DEFERRED,
  "label" text NOT NULL,
  "value" double precision NOT NULL,
  "unit" text NOT NULL CONSTRAINT "amounts_unit_check" CHECK ("unit" ~ '^円$'),
  "quote" text NOT NULL,
  "fiscal_year" bigint,
  "page" bigint,
  "line" bigint,
  "spans" jsonb,
  "corrected_by" jsonb,
  PRIMARY KEY ("id")
);
CREATE INDEX "amounts_plan_id" ON "amounts" ("plan_id");
CREATE INDEX "amounts_measure_id" ON "amounts" ("measure_id");
CREATE INDEX "amounts_unit" ON "amounts" ("unit");
COMMENT ON TABLE "amounts" IS '金額: 予算などの欄または文にある金額1つにつき1行。 One row for each sum of money in a budget column, or each budget that a statement names.';
COMMENT ON COLUMN "amounts"."plan_id" IS '計画ID: 計画の表の計画ID。 The plan: `plan_id` of the table plans.';
COMMENT ON COLUMN "amounts"."id" IS '金額ID: 計画IDと読む順の番号。 `<plan id>:a1`.';
COMMENT ON COLUMN "amounts"."measure_id" IS '施策ID: 金額の施策。 The measure.';
COMMENT ON COLUMN "amounts"."label" IS '欄名: 欄の見出し、文では金額の語、印刷のとおり。 The header as printed; in a statement the word for the money (事業費).';
COMMENT ON COLUMN "amounts"."value" IS '金額: 千円・百万円を掛けた円。△は負。 In `unit`, 千円 and 百万円 multiplied out; △ is negative.';
COMMENT ON COLUMN "amounts"."unit" IS '単位: 常に円。 円.';
COMMENT ON COLUMN "amounts"."quote" IS '原文: 印刷のとおり。 As printed.';
COMMENT ON COLUMN "amounts"."fiscal_year" IS '年度: 欄または文の年度。年度が始まる年の西暦。 The fiscal year of the column, or that the statement names.';
COMMENT ON COLUMN "amounts"."page" IS 'ページ: 1から数える。テキストでは空。 1-based page number.';
COMMENT ON COLUMN "amounts"."line" IS '行: テキスト入力での行番号。PDFでは空。 First and last line, 1-based.';
COMMENT ON COLUMN "amounts"."spans" IS '位置: 原文の位置。 Where it stands.';
COMMENT ON COLUMN "amounts"."corrected_by" IS '人による訂正: --overrides で人が直した項目、読み取った値、誰が、なぜ、いつ。なければ空。 What a person corrected in it, with the value before; absent where nothing was.';

CREATE TABLE "cross_references" (
  "plan_id" text NOT NULL REFERENCES "plans" (plan_id) DEFERRABLE INITIALLY DEFERRED,
  "id" text NOT NULL CONSTRAINT "cross_references_id_check" CHECK ("id" ~ '^[0-9a-f]{16}:[a-z]+[0-9]+(\.[0-9]+)*$'),
  "measure_id" text REFERENCES "measures" (id) DEFERRABLE INITIALLY DEFERRED,
  "section_id" text REFERENCES "sections" (id) DEFERRABLE INITIALLY DEFERRED,
  "statement_id" text REFERENCES "statements" (id) DEFERRABLE INITIALLY DEFERRED,
  "kind" text NOT NULL CONSTRAINT "cross_references_kind_check" CHECK ("kind" IN ('see', 'repeat', 'related')),
  "quote" text NOT NULL,
  "to_section_id" text REFERENCES "sections" (id) DEFERRABLE INITIALLY DEFERRED,
  "to_measure_id" text REFERENCES "measures" (id) DEFERRABLE INITIALLY DEFERRED,
  "page" bigint,
  "line" bigint,
  "spans" jsonb,
  PRIMARY KEY ("id")
);
CREATE INDEX "cross_references_plan_id" ON "cross_references" ("plan_id");
CREATE INDEX "cross_references_measure_id" ON "cross_references" ("measure_id");
CREATE INDEX "cross_references_section_id" ON "cross_references" ("section_id");
CREATE INDEX "cross_references_statement_id" ON "cross_references" ("statement_id");
CREATE INDEX "cross_references_to_section_id" ON "cross_references" ("to_section_id");
CREATE INDEX "cross_references_to_measure_id" ON "cross_references" ("to_measure_id");
COMMENT ON TABLE "cross_references" IS '参照: 計画の別の箇所を指す記述1つにつき1行。並べて指すときは指す先ごとに1行。 One row for each place where the plan points at another part of itself (参照); a row of several has one for each.';
COMMENT ON COLUMN "cross_references"."plan_id" IS '計画ID: 計画の表の計画ID。 The plan: `plan_id` of the table plans.';
COMMENT ON COLUMN "cross_references"."id" IS '参照ID: 計画IDと読む順の番号。 `<plan id>:r1`.';
COMMENT ON COLUMN "cross_references"."measure_id" IS '施策ID: 指している施策。節の文では空。 The measure that points; null where a section''s prose does.';
COMMENT ON COLUMN "cross_references"."section_id" IS '節ID: 参照がある節。 The section it stands in.';
COMMENT ON COLUMN "cross_references"."statement_id" IS '記述ID: 参照がある記述。 The statement it stands in.';
COMMENT ON COLUMN "cross_references"."kind" IS '種類: 参照・→は see、再掲は repeat、関連は related。 What it says.';
COMMENT ON COLUMN "cross_references"."quote" IS '原文: 印刷のとおり。 As printed.';
COMMENT ON COLUMN "cross_references"."to_section_id" IS '指す先の節ID: 番号または題名が合う節。 The section it points at.';
COMMENT ON COLUMN "cross_references"."to_measure_id" IS '指す先の施策ID: 番号または題名が合う施策。どちらも空なら計画に見当たらない。 The measure it points at; both are null where the plan has no such part.';
COMMENT ON COLUMN "cross_references"."page" IS 'ページ: 1から数える。テキストでは空。 1-based page number.';
COMMENT ON COLUMN "cross_references"."line" IS '行: テキスト入力での行番号。PDFでは空。 First and last line, 1-based.';
COMMENT ON COLUMN "cross_references"."spans" IS '位置: 原文の位置。 Where it stands.';

CREATE TABLE "tables" (
  "plan_id" text NOT NULL REFERENCES "plans" (plan_id) DEFERRABLE INITIALLY DEFERRED,
  "id" text NOT NULL CONSTRAINT "tables_id_check" CHECK ("id" ~ '^[0-9a-f]{16}:[a-z]+[0-9]+(\.[0-9]+)*$'),
  "section_id" text REFERENCES "sections" (id) DEFERRABLE INITIALLY DEFERRED,
  "rows" bigint NOT NULL,
  "columns" bigint NOT NULL,
  PRIMARY KEY ("id")
);
CREATE INDEX "tables_plan_id" ON "tables" ("plan_id");
CREATE INDEX "tables_section_id" ON "tables" ("section_id");
COMMENT ON TABLE "tables" IS '表: 印刷された表1つにつき1行。中身は「表のセル」にある。 One row for each table as printed; its cells are in `cells`.';
COMMENT ON COLUMN "tables"."plan_id" IS '計画ID: 計画の表の計画ID。 The plan: `plan_id` of the table plans.';
COMMENT ON COLUMN "tables"."id" IS '表ID: 計画IDと読む順の番号。 `<plan id>:tb1`.';
COMMENT ON COLUMN "tables"."section_id" IS '節ID: 表がある節。 The section it stands in.';
COMMENT ON COLUMN "tables"."rows" IS '行数: 罫線または文字の並びから。 Number of rows.';
COMMENT ON COLUMN "tables"."columns" IS '列数: 罫線または文字の並びから。 Number of columns.';

CREATE TABLE "cells" (
  "plan_id" text NOT NULL REFERENCES "plans" (plan_id) DEFERRABLE INITIALLY DEFERRED,
  "table_id" text NOT NULL REFERENCES "tables" (id) DEFERRABLE INITIALLY DEFERRED,
  "row" bigint NOT NULL,
  "column" bigint NOT NULL,
  "row_span" bigint NOT NULL,
  "column_span" bigint NOT NULL,
  "is_header" boolean NOT NULL,
  "role" text CONSTRAINT "cells_role_check" CHECK ("role" IN ('name', 'category', 'number', 'goal', 'action', 'description', 'owner', 'status', 'indicator', 'baseline', 'target_value', 'amount', 'when', 'where', 'audience', 'term', 'remark')),
  "text" text NOT NULL,
  "page" bigint,
  "line" bigint,
  "spans" jsonb,
  PRIMARY KEY ("table_id", "row", "column")
);
CREATE INDEX "cells_plan_id" ON "cells" ("plan_id");
COMMENT ON TABLE "cells" IS '表のセル: 印刷された表のセル1つにつき1行。JSONLとParquetでは表の行の cells にある。 One row for each cell of a table as printed; in JSONL and Parquet they stand in `cells` of the table''s row.';
COMMENT ON COLUMN "cells"."plan_id" IS '計画ID: 計画の表の計画ID。 The plan: `plan_id` of the table plans.';
COMMENT ON COLUMN "cells"."table_id" IS '表ID: セルがある表。 The table: `id` of the table tables.';
COMMENT ON COLUMN "cells"."row" IS '行: 0から数える。 0-based row.';
COMMENT ON COLUMN "cells"."column" IS '列: 0から数える。 0-based column.';
COMMENT ON COLUMN "cells"."row_span" IS '行の結合数: 結合していなければ1。 Rows spanned.';
COMMENT ON COLUMN "cells"."column_span" IS '列の結合数: 結合していなければ1。 Columns spanned.';
COMMENT ON COLUMN "cells"."is_header" IS '見出しセル: 塗り、位置、語から。 A header cell.';
COMMENT ON COLUMN "cells"."role" IS '役割: 欄の見出しの語から。 What it says of its row.';
COMMENT ON COLUMN "cells"."text" IS '本文: 段落は改行で区切る。 Its text, paragraphs separated by `\n`.';
COMMENT ON COLUMN "cells"."page" IS 'ページ: 1から数える。テキストでは空。 1-based page number.';
COMMENT ON COLUMN "cells"."line" IS 'テキストの行: テキスト入力での行番号。PDFでは空。 First and last line, 1-based.';
COMMENT ON COLUMN "cells"."spans" IS '位置: 本文の位置。 Where the text stands.';

CREATE TABLE "terms" (
  "plan_id" text NOT NULL REFERENCES "plans" (plan_id) DEFERRABLE INITIALLY DEFERRED,
  "id" text NOT NULL CONSTRAINT "terms_id_check" CHECK ("id" ~ '^[0-9a-f]{16}:[a-z]+[0-9]+(\.[0-9]+)*$'),
  "term" text NOT NULL,
  "definition" text,
  "page" bigint,
  "line" bigint,
  "spans" jsonb,
  "corrected_by" jsonb,
  PRIMARY KEY ("id")
);
CREATE INDEX "terms_plan_id" ON "terms" ("plan_id");
COMMENT ON TABLE "terms" IS '用語: 用語解説の用語1つにつき1行。 One row for each glossary term (用語解説).';
COMMENT ON COLUMN "terms"."plan_id" IS '計画ID: 計画の表の計画ID。 The plan: `plan_id` of the table plans.';
COMMENT ON COLUMN "terms"."id" IS '用語ID: 計画IDと読む順の番号。 `<plan id>:g1`.';
COMMENT ON COLUMN "terms"."term" IS '用語: 印刷のとおり。 The term.';
COMMENT ON COLUMN "terms"."definition" IS '解説: 用語解説、脚注、※印の文から。 Its definition.';
COMMENT ON COLUMN "terms"."page" IS 'ページ: 1から数える。テキストでは空。 1-based page number.';
COMMENT ON COLUMN "terms"."line" IS '行: テキスト入力での行番号。PDFでは空。 First and last line, 1-based.';
COMMENT ON COLUMN "terms"."spans" IS '位置: 用語と解説の位置。 Where both stand.';
COMMENT ON COLUMN "terms"."corrected_by" IS '人による訂正: --overrides で人が直した項目、読み取った値、誰が、なぜ、いつ。なければ空。 What a person corrected in it, with the value before; absent where nothing was.';

CREATE TABLE "diagnostics" (
  "plan_id" text NOT NULL REFERENCES "plans" (plan_id) DEFERRABLE INITIALLY DEFERRED,
  "ordinal" bigint NOT NULL,
  "severity" text NOT NULL CONSTRAINT "diagnostics_severity_check" CHECK ("severity" IN ('info', 'warning', 'error')),
  "code" text NOT NULL CONSTRAINT "diagnostics_code_check" CHECK ("code" ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  "message" text NOT NULL,
  "page" bigint,
  "line" bigint,
  "spans" jsonb,
  PRIMARY KEY ("plan_id", "ordinal")
);
COMMENT ON TABLE "diagnostics" IS '診断: 読者が疑うべき点1つにつき1行。 One row for each thing that a reader should doubt.';
COMMENT ON COLUMN "diagnostics"."plan_id" IS '計画ID: 計画の表の計画ID。 The plan: `plan_id` of the table plans.';
COMMENT ON COLUMN "diagnostics"."ordinal" IS '順番: 計画の中での番号。 1-based, over the whole plan.';
COMMENT ON COLUMN "diagnostics"."severity" IS '重さ: info 参考、warning 注意、error 欠落または誤り。 How much it matters.';
COMMENT ON COLUMN "diagnostics"."code" IS 'コード: 変わらない名前。 Stable kebab-case code, e.g. `page-without-text`.';
COMMENT ON COLUMN "diagnostics"."message" IS '説明: 何が見え、何を意味し、何をすべきか。 A sentence: what was seen, what it means, what to do.';
COMMENT ON COLUMN "diagnostics"."page" IS 'ページ: 1から数える。文書全体のものとテキストでは空。 1-based page number.';
COMMENT ON COLUMN "diagnostics"."line" IS '行: テキスト入力での行番号。PDFでは空。 First and last line, 1-based.';
COMMENT ON COLUMN "diagnostics"."spans" IS '位置: 疑うべき場所。 Where; empty where it concerns the whole document.';

CREATE OR REPLACE VIEW targets_by_year AS
SELECT t.plan_id, p.title AS plan, t.last_fiscal_year AS fiscal_year, t.unit, count(*) AS targets, sum(t.value) AS total
FROM targets t JOIN plans p ON p.plan_id = t.plan_id
WHERE t.same_as IS NULL AND t.within_id IS NULL
GROUP BY t.plan_id, p.title, t.last_fiscal_year, t.unit;
COMMENT ON VIEW targets_by_year IS 'Figures that the plans set out to reach, by unit and the fiscal year they are for. A figure printed once for several measures (same_as) and a figure within another (within_id) are left out, so that nothing is counted twice.';

CREATE OR REPLACE VIEW measures_by_owner AS
SELECT o.plan_id, p.title AS plan, o.name AS owner, o.kind, count(DISTINCT o.measure_id) AS measures
FROM owners o JOIN plans p ON p.plan_id = o.plan_id
GROUP BY o.plan_id, p.title, o.name, o.kind;
COMMENT ON VIEW measures_by_owner IS 'How many measures each body is in charge of; a measure with two owners counts with both.';

CREATE OR REPLACE VIEW milestones_by_month AS
SELECT s.plan_id, p.title AS plan, substr(s.date, 1, 7) AS month, count(*) AS milestones
FROM milestones s JOIN plans p ON p.plan_id = s.plan_id
WHERE s.date NOT LIKE 'FY%' AND s.date NOT LIKE '%-H%'
GROUP BY s.plan_id, p.title, substr(s.date, 1, 7);
COMMENT ON VIEW milestones_by_month IS 'Dated steps by month. Ranges count in their first month; half-years and fiscal years have no month and are left out.';

CREATE OR REPLACE VIEW measures_by_status AS
SELECT m.plan_id, p.title AS plan, coalesce(m.status, 'none') AS status, count(*) AS measures
FROM measures m JOIN plans p ON p.plan_id = m.plan_id
GROUP BY m.plan_id, p.title, coalesce(m.status, 'none');
COMMENT ON VIEW measures_by_status IS 'Measures by status; none where the plan says nothing.';

CREATE OR REPLACE VIEW plans_side_by_side AS
SELECT p.plan_id, p.title, p.issuer, p.prefecture, p.first_fiscal_year, p.last_fiscal_year,
  (SELECT count(*) FROM sections s WHERE s.plan_id = p.plan_id) AS sections,
  (SELECT count(*) FROM measures m WHERE m.plan_id = p.plan_id) AS measures,
  (SELECT count(*) FROM owners o WHERE o.plan_id = p.plan_id) AS owners,
  (SELECT count(*) FROM targets t WHERE t.plan_id = p.plan_id AND t.same_as IS NULL) AS targets,
  (SELECT count(*) FROM milestones s WHERE s.plan_id = p.plan_id) AS milestones,
  (SELECT sum(a.value) FROM amounts a WHERE a.plan_id = p.plan_id) AS amount,
  (SELECT count(*) FROM diagnostics d WHERE d.plan_id = p.plan_id AND d.severity <> 'info') AS doubts
FROM plans p;
COMMENT ON VIEW plans_side_by_side IS 'One row for each plan: who published it, its years, and how much it holds; doubts are diagnostics that are more than notes.';

COMMIT;
