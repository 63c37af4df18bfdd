-- The tables of layout 1 as its program made them, and a small made-up history (tests/special_history.py of that
-- day) in them. Frozen: what a municipality has on its disk does not change with the program.

CREATE TABLE account_class (
    account_function TEXT NOT NULL,
    grouping TEXT NOT NULL,
    dranst INTEGER NOT NULL,
    spending_class TEXT NOT NULL,
    from_month INTEGER NOT NULL,
    to_month INTEGER
);

CREATE TABLE attention_case (
    list_name TEXT NOT NULL,
    municipality_code TEXT NOT NULL,
    case_id TEXT NOT NULL,
    team_id TEXT NOT NULL,
    programme_id TEXT NOT NULL,
    target_group TEXT NOT NULL,
    since DATE NOT NULL,
    first_contact_on DATE
);

CREATE TABLE budget_line (
    municipality_code TEXT NOT NULL,
    year INTEGER NOT NULL,
    account_function TEXT NOT NULL,
    grouping TEXT NOT NULL,
    original_ore BIGINT NOT NULL,
    supplement_ore BIGINT NOT NULL,
    expected_ore BIGINT,
    as_of DATE NOT NULL,
    reason TEXT NOT NULL
);

CREATE TABLE case_assignment (
    municipality_code TEXT NOT NULL,
    case_id TEXT NOT NULL,
    coordinator_id TEXT NOT NULL,
    role TEXT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE
);

CREATE TABLE case_file (
    municipality_code TEXT NOT NULL,
    case_id TEXT NOT NULL,
    pay_municipality_code TEXT NOT NULL,
    child_id TEXT NOT NULL,
    family_id TEXT NOT NULL,
    team_id TEXT NOT NULL,
    programme_id TEXT NOT NULL,
    target_group TEXT NOT NULL,
    received_on DATE NOT NULL,
    first_contact_on DATE,
    closed_on DATE,
    close_reason TEXT NOT NULL
);

CREATE TABLE caseload_month (
    level TEXT NOT NULL,
    programme_id TEXT NOT NULL,
    target_group TEXT NOT NULL,
    municipality_code TEXT NOT NULL,
    team_id TEXT NOT NULL,
    coordinator_id TEXT NOT NULL,
    month INTEGER NOT NULL,
    case_days BIGINT NOT NULL,
    child_days BIGINT NOT NULL,
    family_days BIGINT NOT NULL,
    unknown_fte_case_days BIGINT NOT NULL,
    unassigned_case_days BIGINT NOT NULL,
    fte_milli_days BIGINT NOT NULL
);

CREATE TABLE coordinator (
    municipality_code TEXT NOT NULL,
    coordinator_id TEXT NOT NULL,
    team_id TEXT NOT NULL,
    newly_hired_until DATE
);

CREATE TABLE coordinator_fte (
    municipality_code TEXT NOT NULL,
    coordinator_id TEXT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    fte_milli INTEGER NOT NULL
);

CREATE TABLE coverage (
    municipality_code TEXT NOT NULL,
    source TEXT NOT NULL,
    month INTEGER NOT NULL
);

CREATE TABLE first_contact_count (
    level TEXT NOT NULL,
    municipality_no INTEGER NOT NULL,
    programme_id TEXT NOT NULL,
    target_group TEXT NOT NULL,
    team_id TEXT NOT NULL,
    month INTEGER NOT NULL,
    days INTEGER NOT NULL,
    outcome INTEGER NOT NULL,
    name TEXT,
    n INTEGER NOT NULL
);

CREATE TABLE import_batch (
    source TEXT NOT NULL,
    file_name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    rows_in INTEGER NOT NULL,
    loaded_at TEXT NOT NULL
);

CREATE TABLE ledger (
    municipality_code TEXT NOT NULL,
    month INTEGER NOT NULL,
    account_function TEXT NOT NULL,
    dranst INTEGER NOT NULL,
    grouping TEXT NOT NULL,
    cost_centre TEXT NOT NULL,
    amount_ore BIGINT NOT NULL
);

CREATE TABLE municipality (
    municipality_code TEXT NOT NULL,
    name TEXT NOT NULL,
    region TEXT NOT NULL,
    group_name TEXT NOT NULL
);

CREATE TABLE population (
    municipality_code TEXT NOT NULL,
    year INTEGER NOT NULL,
    persons INTEGER NOT NULL
);

CREATE TABLE programme (
    programme_id TEXT NOT NULL,
    name TEXT NOT NULL,
    adults BOOLEAN NOT NULL
);

CREATE TABLE programme_municipality (
    programme_id TEXT NOT NULL,
    municipality_code TEXT NOT NULL,
    joined_on DATE NOT NULL,
    left_on DATE
);

CREATE TABLE published_stat (
    table_id TEXT NOT NULL,
    municipality_code TEXT NOT NULL,
    year INTEGER NOT NULL,
    account_function TEXT NOT NULL,
    label TEXT NOT NULL,
    dranst INTEGER NOT NULL,
    art TEXT NOT NULL,
    unit TEXT NOT NULL,
    amount_milli BIGINT,
    state TEXT NOT NULL,
    source_file TEXT NOT NULL
);

CREATE TABLE spending_month (
    municipality_code TEXT NOT NULL,
    month INTEGER NOT NULL,
    spending_class TEXT NOT NULL,
    account_function TEXT NOT NULL,
    amount_ore BIGINT NOT NULL
);

CREATE TABLE survey_answer (
    municipality_code TEXT NOT NULL,
    invitation_id TEXT NOT NULL,
    item SMALLINT NOT NULL,
    value SMALLINT
);

CREATE TABLE survey_invitation (
    municipality_code TEXT NOT NULL,
    invitation_id TEXT NOT NULL,
    team_id TEXT NOT NULL,
    programme_id TEXT NOT NULL,
    target_group TEXT NOT NULL,
    invited_on DATE NOT NULL,
    answered_on DATE
);

CREATE TABLE team (
    municipality_code TEXT NOT NULL,
    team_id TEXT NOT NULL,
    name TEXT NOT NULL
);

CREATE TABLE trust_month (
    municipality_code TEXT NOT NULL,
    month INTEGER NOT NULL,
    team_id TEXT NOT NULL,
    programme_id TEXT NOT NULL,
    target_group TEXT NOT NULL,
    invited INTEGER NOT NULL,
    invited_answered INTEGER NOT NULL,
    respondents INTEGER NOT NULL,
    coordinator_valid INTEGER NOT NULL,
    coordinator_agree INTEGER NOT NULL,
    municipality_valid INTEGER NOT NULL,
    municipality_agree INTEGER NOT NULL,
    scored INTEGER NOT NULL,
    score60_sum BIGINT NOT NULL,
    score60_square_sum BIGINT NOT NULL
);

CREATE TABLE version_info (
    version TEXT NOT NULL,
    origin TEXT NOT NULL,
    as_of DATE,
    mapping_version TEXT NOT NULL,
    created_at TEXT NOT NULL
);

INSERT INTO account_class (account_function, grouping, dranst, spending_class, from_month, to_month) VALUES
    ('5.28.20', '', 1, 'placement', 24084, NULL),
    ('5.28.21', '', 1, 'preventive', 24084, NULL),
    ('5.28.22', '', 1, 'placement', 24192, NULL),
    ('5.28.23', '', 1, 'placement', 24084, NULL),
    ('5.28.24', '', 1, 'secured', 24084, NULL),
    ('5.28.25', '', 1, 'day_offer', 24084, NULL),
    ('5.28.26', '', 1, 'other', 24240, NULL),
    ('5.57.72', '009', 1, 'compensating', 24084, 24307),
    ('5.57.72', '009', 1, 'compensating', 24308, NULL),
    ('5.57.72', '015', 1, 'compensating', 24084, NULL),
    ('5.57.72', '016', 1, 'compensating', 24084, NULL),
    ('5.57.72', '', 1, 'other', 24084, NULL),
    ('6.45.51', '', 1, 'authority', 24084, NULL),
    ('6.45.58', '', 1, 'authority', 24084, NULL),
    ('5.22.07', '', 2, 'refund', 24084, NULL),
    ('5.28.20', '', 2, 'refund', 24084, NULL),
    ('5.28.21', '', 2, 'refund', 24084, NULL),
    ('5.28.22', '', 2, 'refund', 24084, NULL),
    ('5.28.23', '', 2, 'refund', 24084, NULL),
    ('5.28.24', '', 2, 'refund', 24084, NULL),
    ('5.28.25', '', 2, 'refund', 24084, NULL),
    ('5.28.26', '', 2, 'refund', 24084, NULL),
    ('5.57.72', '', 2, 'refund', 24084, NULL),
    ('6.45.51', '', 2, 'refund', 24084, NULL),
    ('6.45.58', '', 2, 'refund', 24084, NULL),
    ('5.28.99', '', 1, 'preventive', 24286, 24301),
    ('5.28.99', '', 1, 'placement', 24302, NULL);

INSERT INTO budget_line (municipality_code, year, account_function, grouping, original_ore, supplement_ore, expected_ore, as_of, reason) VALUES
    ('0219', 2025, '5.28.22', '', 400000000, -10000000, 380000000, '2025-09-30', 'Færre anbragte'),
    ('0657', 2025, '5.28.22', '', 400000000, -10000000, 380000000, '2025-09-30', 'Færre anbragte');

INSERT INTO case_assignment (municipality_code, case_id, coordinator_id, role, valid_from, valid_to) VALUES
    ('0219', 's1', 'c1', 'primary', '2024-02-29', '2025-05-14'),
    ('0219', 's1', 'c2', 'primary', '2025-05-14', NULL),
    ('0219', 's2', 'c1', 'primary', '2025-03-30', '2025-10-26'),
    ('0219', 's3', 'c2', 'primary', '2025-04-01', NULL),
    ('0219', 's3', 'c1', 'cover', '2025-07-01', '2025-08-01'),
    ('0219', 's6', 'c3', 'primary', '2025-06-30', NULL),
    ('0219', 's7', 'c1', 'primary', '2024-12-31', '2025-01-05'),
    ('0219', 's9', 'c1', 'primary', '2025-11-01', NULL),
    ('0657', 's1', 'c1', 'primary', '2024-02-29', '2025-05-14'),
    ('0657', 's1', 'c2', 'primary', '2025-05-14', NULL),
    ('0657', 's2', 'c1', 'primary', '2025-03-30', '2025-10-26'),
    ('0657', 's3', 'c2', 'primary', '2025-04-01', NULL),
    ('0657', 's3', 'c1', 'cover', '2025-07-01', '2025-08-01'),
    ('0657', 's6', 'c3', 'primary', '2025-06-30', NULL),
    ('0657', 's7', 'c1', 'primary', '2024-12-31', '2025-01-05'),
    ('0657', 's9', 'c1', 'primary', '2025-11-01', NULL);

INSERT INTO case_file (municipality_code, case_id, pay_municipality_code, child_id, family_id, team_id, programme_id, target_group, received_on, first_contact_on, closed_on, close_reason) VALUES
    ('0219', 's1', '0219', 'b1', 'f1', 't2', 'p1', 'handicap', '2024-02-29', '2024-03-01', NULL, ''),
    ('0219', 's2', '0219', 'b1', 'f1', 't1', '', 'familie', '2025-03-30', '2025-10-26', NULL, ''),
    ('0219', 's3', '0219', 'b2', 'f1', 't1', 'p1', 'handicap', '2025-03-29', '2025-03-30', '2025-11-30', 'completed'),
    ('0219', 's4', '0219', 'b3', 'f2', 't2', '', '', '2025-10-25', NULL, '2025-10-26', 'no_contact'),
    ('0219', 's5', '0219', 'b4', 'f2', 't1', 'p2', 'handicap', '2025-10-31', NULL, NULL, ''),
    ('0219', 's6', '0219', 'b5', 'f3', 't1', '', 'handicap', '2025-06-30', '2025-06-29', NULL, ''),
    ('0219', 's7', '0219', 'b6', 'f3', 't2', 'p2', 'familie', '2024-12-31', '2025-01-10', '2025-01-05', 'moved'),
    ('0219', 's8', '0219', 'b6', 'f3', 't1', '', '', '2025-01-01', NULL, '2025-01-01', 'died'),
    ('0219', 's9', '0219', 'b5', 'f3', 't1', '', 'handicap', '2025-11-01', '2025-11-30', NULL, ''),
    ('0657', 's1', '0219', 'b1', 'f1', 't2', 'p1', 'handicap', '2024-02-29', '2024-03-01', NULL, ''),
    ('0657', 's2', '0219', 'b1', 'f1', 't1', '', 'familie', '2025-03-30', '2025-10-26', NULL, ''),
    ('0657', 's3', '0219', 'b2', 'f1', 't1', 'p1', 'handicap', '2025-03-29', '2025-03-30', '2025-11-30', 'completed'),
    ('0657', 's4', '0219', 'b3', 'f2', 't2', '', '', '2025-10-25', NULL, '2025-10-26', 'no_contact'),
    ('0657', 's5', '0219', 'b4', 'f2', 't1', 'p2', 'handicap', '2025-10-31', NULL, NULL, ''),
    ('0657', 's6', '0219', 'b5', 'f3', 't1', '', 'handicap', '2025-06-30', '2025-06-29', NULL, ''),
    ('0657', 's7', '0219', 'b6', 'f3', 't2', 'p2', 'familie', '2024-12-31', '2025-01-10', '2025-01-05', 'moved'),
    ('0657', 's8', '0219', 'b6', 'f3', 't1', '', '', '2025-01-01', NULL, '2025-01-01', 'died'),
    ('0657', 's9', '0219', 'b5', 'f3', 't1', '', 'handicap', '2025-11-01', '2025-11-30', NULL, '');

INSERT INTO coordinator (municipality_code, coordinator_id, team_id, newly_hired_until) VALUES
    ('0219', 'c1', 't1', NULL),
    ('0219', 'c2', 't2', '2024-07-01'),
    ('0219', 'c3', 't2', NULL),
    ('0657', 'c1', 't1', NULL),
    ('0657', 'c2', 't2', '2024-07-01'),
    ('0657', 'c3', 't2', NULL);

INSERT INTO coordinator_fte (municipality_code, coordinator_id, valid_from, valid_to, fte_milli) VALUES
    ('0219', 'c1', '2024-01-01', '2025-02-10', 1000),
    ('0219', 'c1', '2025-02-10', NULL, 500),
    ('0219', 'c2', '2024-01-01', '2025-09-01', 811),
    ('0219', 'c2', '2025-09-01', '2025-10-01', 0),
    ('0219', 'c2', '2025-10-01', NULL, 811),
    ('0657', 'c1', '2024-01-01', '2025-02-10', 1000),
    ('0657', 'c1', '2025-02-10', NULL, 500),
    ('0657', 'c2', '2024-01-01', '2025-09-01', 811),
    ('0657', 'c2', '2025-09-01', '2025-10-01', 0),
    ('0657', 'c2', '2025-10-01', NULL, 811);

INSERT INTO ledger (municipality_code, month, account_function, dranst, grouping, cost_centre, amount_ore) VALUES
    ('0219', 24300, '5.28.21', 1, '003', 'k1', 12000000),
    ('0219', 24300, '5.28.22', 1, '002', 'k1', 34000000),
    ('0219', 24301, '5.28.22', 1, '002', 'k1', -4000000),
    ('0219', 24301, '5.57.72', 1, '009', 'k1', 5500000),
    ('0219', 24301, '5.57.72', 2, '009', 'k1', -2750000),
    ('0219', 24302, '5.28.99', 1, '', 'k1', 1000000),
    ('0219', 24308, '5.99.99', 1, '', 'k1', 500000),
    ('0657', 24300, '5.28.21', 1, '003', 'k1', 12000000),
    ('0657', 24300, '5.28.22', 1, '002', 'k1', 34000000),
    ('0657', 24301, '5.28.22', 1, '002', 'k1', -4000000),
    ('0657', 24301, '5.57.72', 1, '009', 'k1', 5500000),
    ('0657', 24301, '5.57.72', 2, '009', 'k1', -2750000),
    ('0657', 24302, '5.28.99', 1, '', 'k1', 1000000),
    ('0657', 24308, '5.99.99', 1, '', 'k1', 500000);

INSERT INTO municipality (municipality_code, name, region, group_name) VALUES
    ('0219', 'Hillerød', 'Region', 'Gruppe'),
    ('0657', 'Herning', 'Region', 'Gruppe');

INSERT INTO population (municipality_code, year, persons) VALUES
    ('0219', 2024, 10024),
    ('0219', 2025, 10025),
    ('0657', 2024, 10024),
    ('0657', 2025, 10025);

INSERT INTO programme (programme_id, name, adults) VALUES
    ('p1', 'Projekt p1', false),
    ('p2', 'Projekt p2', false);

INSERT INTO programme_municipality (programme_id, municipality_code, joined_on, left_on) VALUES
    ('p1', '0219', '2024-01-01', NULL),
    ('p1', '0657', '2024-01-01', NULL),
    ('p2', '0219', '2024-01-01', NULL),
    ('p2', '0657', '2024-01-01', NULL);

INSERT INTO survey_answer (municipality_code, invitation_id, item, value) VALUES
    ('0219', 'i1', 1, 2),
    ('0219', 'i1', 2, 3),
    ('0219', 'i1', 3, 4),
    ('0219', 'i1', 4, 5),
    ('0219', 'i1', 5, 1),
    ('0219', 'i1', 6, 2),
    ('0219', 'i2', 1, 4),
    ('0219', 'i2', 2, 5),
    ('0219', 'i2', 3, 1),
    ('0219', 'i2', 4, 2),
    ('0219', 'i2', 5, 3),
    ('0219', 'i2', 6, 4),
    ('0219', 'i3', 1, 1),
    ('0219', 'i3', 2, 2),
    ('0219', 'i3', 3, 3),
    ('0219', 'i3', 4, 4),
    ('0219', 'i3', 5, 5),
    ('0219', 'i3', 6, 1),
    ('0219', 'i4', 1, 3),
    ('0219', 'i4', 2, NULL),
    ('0219', 'i4', 3, 5),
    ('0219', 'i4', 4, 1),
    ('0219', 'i4', 5, 2),
    ('0219', 'i4', 6, 3),
    ('0219', 'i5', 1, 5),
    ('0219', 'i5', 2, 1),
    ('0219', 'i5', 3, 2),
    ('0219', 'i6', 1, 2),
    ('0219', 'i6', 2, 3),
    ('0219', 'i6', 3, 4),
    ('0219', 'i6', 4, 5),
    ('0219', 'i6', 5, 1),
    ('0219', 'i6', 6, 2),
    ('0219', 'i7', 1, 4),
    ('0219', 'i7', 2, 5),
    ('0219', 'i7', 3, 1),
    ('0219', 'i7', 4, 2),
    ('0219', 'i7', 5, 3),
    ('0219', 'i7', 6, 4),
    ('0219', 'i8', 1, 1),
    ('0219', 'i8', 2, NULL),
    ('0219', 'i8', 3, 3),
    ('0219', 'i8', 4, 4),
    ('0219', 'i8', 5, 5),
    ('0219', 'i8', 6, 1),
    ('0219', 'i9', 1, 3),
    ('0219', 'i9', 2, 4),
    ('0219', 'i9', 3, 5),
    ('0219', 'i9', 4, 1),
    ('0219', 'i9', 5, 2),
    ('0219', 'i9', 6, 3),
    ('0219', 'i10', 1, 5),
    ('0219', 'i10', 2, 1),
    ('0219', 'i10', 3, 2),
    ('0219', 'i11', 1, 2),
    ('0219', 'i11', 2, 3),
    ('0219', 'i11', 3, 4),
    ('0219', 'i11', 4, 5),
    ('0219', 'i11', 5, 1),
    ('0219', 'i11', 6, 2),
    ('0219', 'i12', 1, 4),
    ('0219', 'i12', 2, NULL),
    ('0219', 'i12', 3, 1),
    ('0219', 'i12', 4, 2),
    ('0219', 'i12', 5, 3),
    ('0219', 'i12', 6, 4),
    ('0219', 'i15', 1, 2),
    ('0219', 'i15', 2, 3),
    ('0219', 'i15', 3, 4),
    ('0219', 'i15', 4, 5),
    ('0219', 'i15', 5, 1),
    ('0219', 'i15', 6, 2),
    ('0219', 'i16', 1, 4),
    ('0219', 'i16', 2, 5),
    ('0219', 'i16', 3, 1),
    ('0219', 'i16', 4, 2),
    ('0219', 'i16', 5, 3),
    ('0219', 'i16', 6, 4),
    ('0219', 'i17', 1, 1),
    ('0219', 'i17', 2, 2),
    ('0219', 'i17', 3, 3),
    ('0219', 'i17', 4, 4),
    ('0219', 'i17', 5, 5),
    ('0219', 'i17', 6, 1),
    ('0219', 'i18', 1, 3),
    ('0219', 'i18', 2, NULL),
    ('0219', 'i18', 3, 5),
    ('0219', 'i18', 4, 1),
    ('0219', 'i18', 5, 2),
    ('0219', 'i18', 6, 3),
    ('0219', 'i19', 1, 5),
    ('0219', 'i19', 2, 1),
    ('0219', 'i19', 3, 2),
    ('0219', 'i20', 1, 2),
    ('0219', 'i20', 2, 3),
    ('0219', 'i20', 3, 4),
    ('0219', 'i20', 4, 5),
    ('0219', 'i20', 5, 1),
    ('0219', 'i20', 6, 2),
    ('0219', 'i21', 1, 4),
    ('0219', 'i21', 2, 5),
    ('0219', 'i21', 3, 1),
    ('0219', 'i21', 4, 2),
    ('0219', 'i21', 5, 3),
    ('0219', 'i21', 6, 4),
    ('0219', 'i22', 1, 1),
    ('0219', 'i22', 2, NULL),
    ('0219', 'i22', 3, 3),
    ('0219', 'i22', 4, 4),
    ('0219', 'i22', 5, 5),
    ('0219', 'i22', 6, 1),
    ('0219', 'i23', 1, 3),
    ('0219', 'i23', 2, 4),
    ('0219', 'i23', 3, 5),
    ('0219', 'i23', 4, 1),
    ('0219', 'i23', 5, 2),
    ('0219', 'i23', 6, 3),
    ('0219', 'i24', 1, 5),
    ('0219', 'i24', 2, 1),
    ('0219', 'i24', 3, 2),
    ('0219', 'i25', 1, 2),
    ('0219', 'i25', 2, 3),
    ('0219', 'i25', 3, 4),
    ('0219', 'i25', 4, 5),
    ('0219', 'i25', 5, 1),
    ('0219', 'i25', 6, 2),
    ('0219', 'i26', 1, 4),
    ('0219', 'i26', 2, NULL),
    ('0219', 'i26', 3, 1),
    ('0219', 'i26', 4, 2),
    ('0219', 'i26', 5, 3),
    ('0219', 'i26', 6, 4),
    ('0657', 'i1', 1, 2),
    ('0657', 'i1', 2, 3),
    ('0657', 'i1', 3, 4),
    ('0657', 'i1', 4, 5),
    ('0657', 'i1', 5, 1),
    ('0657', 'i1', 6, 2),
    ('0657', 'i2', 1, 4),
    ('0657', 'i2', 2, 5),
    ('0657', 'i2', 3, 1),
    ('0657', 'i2', 4, 2),
    ('0657', 'i2', 5, 3),
    ('0657', 'i2', 6, 4),
    ('0657', 'i3', 1, 1),
    ('0657', 'i3', 2, 2),
    ('0657', 'i3', 3, 3),
    ('0657', 'i3', 4, 4),
    ('0657', 'i3', 5, 5),
    ('0657', 'i3', 6, 1),
    ('0657', 'i4', 1, 3),
    ('0657', 'i4', 2, NULL),
    ('0657', 'i4', 3, 5),
    ('0657', 'i4', 4, 1),
    ('0657', 'i4', 5, 2),
    ('0657', 'i4', 6, 3),
    ('0657', 'i5', 1, 5),
    ('0657', 'i5', 2, 1),
    ('0657', 'i5', 3, 2),
    ('0657', 'i6', 1, 2),
    ('0657', 'i6', 2, 3),
    ('0657', 'i6', 3, 4),
    ('0657', 'i6', 4, 5),
    ('0657', 'i6', 5, 1),
    ('0657', 'i6', 6, 2),
    ('0657', 'i7', 1, 4),
    ('0657', 'i7', 2, 5),
    ('0657', 'i7', 3, 1),
    ('0657', 'i7', 4, 2),
    ('0657', 'i7', 5, 3),
    ('0657', 'i7', 6, 4),
    ('0657', 'i8', 1, 1),
    ('0657', 'i8', 2, NULL),
    ('0657', 'i8', 3, 3),
    ('0657', 'i8', 4, 4),
    ('0657', 'i8', 5, 5),
    ('0657', 'i8', 6, 1),
    ('0657', 'i9', 1, 3),
    ('0657', 'i9', 2, 4),
    ('0657', 'i9', 3, 5),
    ('0657', 'i9', 4, 1),
    ('0657', 'i9', 5, 2),
    ('0657', 'i9', 6, 3),
    ('0657', 'i10', 1, 5),
    ('0657', 'i10', 2, 1),
    ('0657', 'i10', 3, 2),
    ('0657', 'i11', 1, 2),
    ('0657', 'i11', 2, 3),
    ('0657', 'i11', 3, 4),
    ('0657', 'i11', 4, 5),
    ('0657', 'i11', 5, 1),
    ('0657', 'i11', 6, 2),
    ('0657', 'i12', 1, 4),
    ('0657', 'i12', 2, NULL),
    ('0657', 'i12', 3, 1),
    ('0657', 'i12', 4, 2),
    ('0657', 'i12', 5, 3),
    ('0657', 'i12', 6, 4),
    ('0657', 'i15', 1, 2),
    ('0657', 'i15', 2, 3),
    ('0657', 'i15', 3, 4),
    ('0657', 'i15', 4, 5),
    ('0657', 'i15', 5, 1),
    ('0657', 'i15', 6, 2),
    ('0657', 'i16', 1, 4),
    ('0657', 'i16', 2, 5),
    ('0657', 'i16', 3, 1),
    ('0657', 'i16', 4, 2),
    ('0657', 'i16', 5, 3),
    ('0657', 'i16', 6, 4),
    ('0657', 'i17', 1, 1),
    ('0657', 'i17', 2, 2),
    ('0657', 'i17', 3, 3),
    ('0657', 'i17', 4, 4),
    ('0657', 'i17', 5, 5),
    ('0657', 'i17', 6, 1),
    ('0657', 'i18', 1, 3),
    ('0657', 'i18', 2, NULL),
    ('0657', 'i18', 3, 5),
    ('0657', 'i18', 4, 1),
    ('0657', 'i18', 5, 2),
    ('0657', 'i18', 6, 3),
    ('0657', 'i19', 1, 5),
    ('0657', 'i19', 2, 1),
    ('0657', 'i19', 3, 2),
    ('0657', 'i20', 1, 2),
    ('0657', 'i20', 2, 3),
    ('0657', 'i20', 3, 4),
    ('0657', 'i20', 4, 5),
    ('0657', 'i20', 5, 1),
    ('0657', 'i20', 6, 2),
    ('0657', 'i21', 1, 4),
    ('0657', 'i21', 2, 5),
    ('0657', 'i21', 3, 1),
    ('0657', 'i21', 4, 2),
    ('0657', 'i21', 5, 3),
    ('0657', 'i21', 6, 4),
    ('0657', 'i22', 1, 1),
    ('0657', 'i22', 2, NULL),
    ('0657', 'i22', 3, 3),
    ('0657', 'i22', 4, 4),
    ('0657', 'i22', 5, 5),
    ('0657', 'i22', 6, 1),
    ('0657', 'i23', 1, 3),
    ('0657', 'i23', 2, 4),
    ('0657', 'i23', 3, 5),
    ('0657', 'i23', 4, 1),
    ('0657', 'i23', 5, 2),
    ('0657', 'i23', 6, 3),
    ('0657', 'i24', 1, 5),
    ('0657', 'i24', 2, 1),
    ('0657', 'i24', 3, 2),
    ('0657', 'i25', 1, 2),
    ('0657', 'i25', 2, 3),
    ('0657', 'i25', 3, 4),
    ('0657', 'i25', 4, 5),
    ('0657', 'i25', 5, 1),
    ('0657', 'i25', 6, 2),
    ('0657', 'i26', 1, 4),
    ('0657', 'i26', 2, NULL),
    ('0657', 'i26', 3, 1),
    ('0657', 'i26', 4, 2),
    ('0657', 'i26', 5, 3),
    ('0657', 'i26', 6, 4);

INSERT INTO survey_invitation (municipality_code, invitation_id, team_id, programme_id, target_group, invited_on, answered_on) VALUES
    ('0219', 'i1', 't1', '', 'handicap', '2025-03-28', '2025-03-28'),
    ('0219', 'i2', 't2', 'p1', 'handicap', '2025-03-28', '2025-03-29'),
    ('0219', 'i3', 't1', 'p1', 'handicap', '2025-03-28', '2025-03-30'),
    ('0219', 'i4', 't2', '', 'handicap', '2025-03-28', '2025-03-31'),
    ('0219', 'i5', 't1', 'p1', 'handicap', '2025-03-28', '2025-04-01'),
    ('0219', 'i6', 't2', 'p1', 'handicap', '2025-03-28', '2025-04-02'),
    ('0219', 'i7', 't1', '', 'handicap', '2025-03-28', '2025-04-03'),
    ('0219', 'i8', 't2', 'p1', 'handicap', '2025-03-28', '2025-04-04'),
    ('0219', 'i9', 't1', 'p1', 'handicap', '2025-03-28', '2025-04-05'),
    ('0219', 'i10', 't2', '', 'handicap', '2025-03-28', '2025-04-06'),
    ('0219', 'i11', 't1', 'p1', 'handicap', '2025-03-28', '2025-11-30'),
    ('0219', 'i12', 't2', 'p1', 'handicap', '2025-03-28', '2025-12-01'),
    ('0219', 'i13', 't1', '', 'handicap', '2025-03-28', NULL),
    ('0219', 'i14', 't2', 'p1', 'handicap', '2025-03-28', NULL),
    ('0219', 'i15', 't1', '', 'handicap', '2025-09-01', '2025-09-01'),
    ('0219', 'i16', 't2', 'p1', 'handicap', '2025-09-01', '2025-09-02'),
    ('0219', 'i17', 't1', 'p1', 'handicap', '2025-09-01', '2025-09-03'),
    ('0219', 'i18', 't2', '', 'handicap', '2025-09-01', '2025-09-04'),
    ('0219', 'i19', 't1', 'p1', 'handicap', '2025-09-01', '2025-09-05'),
    ('0219', 'i20', 't2', 'p1', 'handicap', '2025-09-01', '2025-09-06'),
    ('0219', 'i21', 't1', '', 'handicap', '2025-09-01', '2025-09-07'),
    ('0219', 'i22', 't2', 'p1', 'handicap', '2025-09-01', '2025-09-08'),
    ('0219', 'i23', 't1', 'p1', 'handicap', '2025-09-01', '2025-09-09'),
    ('0219', 'i24', 't2', '', 'handicap', '2025-09-01', '2025-09-10'),
    ('0219', 'i25', 't1', 'p1', 'handicap', '2025-09-01', '2025-11-30'),
    ('0219', 'i26', 't2', 'p1', 'handicap', '2025-09-01', '2025-12-01'),
    ('0657', 'i1', 't1', '', 'handicap', '2025-03-28', '2025-03-28'),
    ('0657', 'i2', 't2', 'p1', 'handicap', '2025-03-28', '2025-03-29'),
    ('0657', 'i3', 't1', 'p1', 'handicap', '2025-03-28', '2025-03-30'),
    ('0657', 'i4', 't2', '', 'handicap', '2025-03-28', '2025-03-31'),
    ('0657', 'i5', 't1', 'p1', 'handicap', '2025-03-28', '2025-04-01'),
    ('0657', 'i6', 't2', 'p1', 'handicap', '2025-03-28', '2025-04-02'),
    ('0657', 'i7', 't1', '', 'handicap', '2025-03-28', '2025-04-03'),
    ('0657', 'i8', 't2', 'p1', 'handicap', '2025-03-28', '2025-04-04'),
    ('0657', 'i9', 't1', 'p1', 'handicap', '2025-03-28', '2025-04-05'),
    ('0657', 'i10', 't2', '', 'handicap', '2025-03-28', '2025-04-06'),
    ('0657', 'i11', 't1', 'p1', 'handicap', '2025-03-28', '2025-11-30'),
    ('0657', 'i12', 't2', 'p1', 'handicap', '2025-03-28', '2025-12-01'),
    ('0657', 'i13', 't1', '', 'handicap', '2025-03-28', NULL),
    ('0657', 'i14', 't2', 'p1', 'handicap', '2025-03-28', NULL),
    ('0657', 'i15', 't1', '', 'handicap', '2025-09-01', '2025-09-01'),
    ('0657', 'i16', 't2', 'p1', 'handicap', '2025-09-01', '2025-09-02'),
    ('0657', 'i17', 't1', 'p1', 'handicap', '2025-09-01', '2025-09-03'),
    ('0657', 'i18', 't2', '', 'handicap', '2025-09-01', '2025-09-04'),
    ('0657', 'i19', 't1', 'p1', 'handicap', '2025-09-01', '2025-09-05'),
    ('0657', 'i20', 't2', 'p1', 'handicap', '2025-09-01', '2025-09-06'),
    ('0657', 'i21', 't1', '', 'handicap', '2025-09-01', '2025-09-07'),
    ('0657', 'i22', 't2', 'p1', 'handicap', '2025-09-01', '2025-09-08'),
    ('0657', 'i23', 't1', 'p1', 'handicap', '2025-09-01', '2025-09-09'),
    ('0657', 'i24', 't2', '', 'handicap', '2025-09-01', '2025-09-10'),
    ('0657', 'i25', 't1', 'p1', 'handicap', '2025-09-01', '2025-11-30'),
    ('0657', 'i26', 't2', 'p1', 'handicap', '2025-09-01', '2025-12-01');

INSERT INTO team (municipality_code, team_id, name) VALUES
    ('0219', 't1', 'Team t1'),
    ('0219', 't2', 'Team t2'),
    ('0657', 't1', 'Team t1'),
    ('0657', 't2', 'Team t2');

INSERT INTO version_info (version, origin, as_of, mapping_version, created_at) VALUES
    ('20251201T060000000000', 'sample', '2025-11-30', 'test', '2025-12-01T06:00:00+00:00');

INSERT INTO coverage SELECT '0219', 'cases', month FROM range(24286, 24311) AS months(month) WHERE month NOT IN (24295);
INSERT INTO coverage SELECT '0219', 'coordinators', month FROM range(24286, 24311) AS months(month) WHERE month NOT IN (24295);
INSERT INTO coverage SELECT '0219', 'ledger', month FROM range(24286, 24311) AS months(month) WHERE month NOT IN (24295);
INSERT INTO coverage SELECT '0219', 'budget', month FROM range(24286, 24311) AS months(month) WHERE month NOT IN (24295);
INSERT INTO coverage SELECT '0219', 'surveys', month FROM range(24286, 24311) AS months(month) WHERE month NOT IN (24295);
INSERT INTO coverage SELECT '0219', 'population', month FROM range(24286, 24311) AS months(month) WHERE month NOT IN (24295);
INSERT INTO coverage SELECT '0657', 'cases', month FROM range(24286, 24311) AS months(month);
INSERT INTO coverage SELECT '0657', 'coordinators', month FROM range(24286, 24311) AS months(month);
INSERT INTO coverage SELECT '0657', 'ledger', month FROM range(24286, 24311) AS months(month);
INSERT INTO coverage SELECT '0657', 'budget', month FROM range(24286, 24311) AS months(month);
INSERT INTO coverage SELECT '0657', 'surveys', month FROM range(24286, 24311) AS months(month);
INSERT INTO coverage SELECT '0657', 'population', month FROM range(24286, 24311) AS months(month);

INSERT INTO import_batch (source, file_name, sha256, rows_in, loaded_at) VALUES
    ('published', 'regk31_2024.csv', 'ab12', 1, '2025-12-01T06:00:00+00:00');

INSERT INTO published_stat VALUES
    ('REGK31', '0657', 2024, '5.28.21', '5.28.21 made up', 1, 'TOT', 'INDL', 123000, 'ok', 'regk31_2024.csv');
