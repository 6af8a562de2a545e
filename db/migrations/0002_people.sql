-- People: open columns in plain, everything else sealed under a key of the person's own, one blob per compartment.

create table goodfaith.persons (
  person_id uuid primary key,
  key_id uuid not null,
  version integer not null default 1,
  country text,
  created_at timestamptz not null default now(),
  changed_at timestamptz not null default now(),
  -- when something did not come from the person: told by then, or withheld (GDPR art. 14); null once told
  notice_due timestamptz,
  notice_told timestamptz,
  -- the last moment at which a purpose keeps the person; seven days later they are destroyed
  kept_until timestamptz not null default 'infinity'
);
create index persons_kept on goodfaith.persons (kept_until) where kept_until < 'infinity';
create index persons_untold on goodfaith.persons (notice_due) where notice_due is not null;

create table goodfaith.sources (
  source_id uuid primary key,
  person_id uuid not null references goodfaith.persons,
  kind text not null check (kind in ('person', 'company', 'partner', 'public_register', 'migration')),
  notice text references goodfaith.notices,
  collected_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  by_kind text not null,
  by_id uuid not null,
  import_id uuid
);
create index sources_person on goodfaith.sources (person_id);
create index sources_import on goodfaith.sources (import_id) where import_id is not null;

create table goodfaith.sealed_values (
  person_id uuid not null references goodfaith.persons,
  compartment text not null,
  version integer not null,
  -- the names of the fields inside, so that what is held and not shown can be said to be withheld
  held text not null,
  sealed bytea not null,
  primary key (person_id, compartment)
);
-- Random bytes do not compress; trying costs time.
alter table goodfaith.sealed_values alter column sealed set storage external;

-- Blind tokens and order codes stand apart, in tables of their own (design, section 5).
create table goodfaith.search_tokens (
  token bytea not null,
  person_id uuid not null,
  primary key (token, person_id)
);
create index search_tokens_person on goodfaith.search_tokens (person_id);

create table goodfaith.name_order (
  purpose text not null,
  code integer not null,
  person_id uuid not null,
  primary key (purpose, code, person_id)
);
create index name_order_person on goodfaith.name_order (person_id);

create table goodfaith.standing (
  purpose text not null,
  person_id uuid not null,
  since timestamptz not null,
  until timestamptz not null,
  grant_id uuid,
  primary key (purpose, person_id)
);
create index standing_person on goodfaith.standing (person_id);

create table goodfaith.grants (
  grant_id uuid primary key,
  person_id uuid not null references goodfaith.persons,
  purpose text not null references goodfaith.purposes,
  basis text not null,
  notice text references goodfaith.notices,
  evidence_kind text,
  -- given by the person signed in on their own page
  confirmed boolean not null default false,
  guardian boolean not null default false,
  under_age boolean not null default false,
  -- the evidence's own words, sealed: they may name people
  version integer not null default 1,
  sealed bytea,
  given_at timestamptz not null default now(),
  by_kind text not null,
  by_id uuid not null,
  expires_at timestamptz
);
create index grants_person on goodfaith.grants (person_id);

-- What happened to a grant. A grant itself is never edited.
create table goodfaith.grant_marks (
  mark_id uuid primary key,
  grant_id uuid not null references goodfaith.grants,
  person_id uuid not null,
  kind text not null check (kind in ('accepted', 'refused', 'confirmed', 'withdrawn', 'renewed')),
  at timestamptz not null default now(),
  by_kind text not null,
  by_id uuid not null
);
create index grant_marks_grant on goodfaith.grant_marks (grant_id);
create index grant_marks_person on goodfaith.grant_marks (person_id);

-- People who asked never to be reached, or were erased: a keyed hash per value, no person.
create table goodfaith.suppressions (
  token bytea not null,
  channel text not null check (channel in ('all', 'email', 'sms', 'phone', 'post')),
  made_at timestamptz not null default now(),
  why text not null check (why in ('asked', 'erased', 'import')),
  primary key (token, channel)
);

-- Someone is here: who was found by whom, and until when what they ask for may be recorded.
create table goodfaith.found (
  person_id uuid not null references goodfaith.persons,
  staff_id uuid not null,
  found_at timestamptz not null default now(),
  until timestamptz not null,
  primary key (person_id, staff_id, found_at)
);

-- How often a member of staff asked whether someone is here, hit or not.
create table goodfaith.find_attempts (
  staff_id uuid not null,
  at timestamptz not null default now()
);
create index find_attempts_staff on goodfaith.find_attempts (staff_id, at);

-- Default deny, for the owner too. goodfaith_gate passes, and checks inside its functions.
do $$
declare t text;
begin
  foreach t in array array['persons', 'sources', 'sealed_values', 'search_tokens', 'name_order', 'standing', 'grants',
                           'grant_marks', 'suppressions', 'found', 'find_attempts', 'staff', 'staff_purposes'] loop
    execute format('alter table goodfaith.%I enable row level security', t);
    execute format('alter table goodfaith.%I force row level security', t);
    execute format('create policy gate_passes on goodfaith.%I to goodfaith_gate using (true) with check (true)', t);
  end loop;
  -- the working login sees the rows of people whose standing has the purpose of its token
  foreach t in array array['persons', 'sources', 'sealed_values', 'grants', 'grant_marks'] loop
    execute format($p$create policy by_purpose on goodfaith.%I for select using (
      exists (select from goodfaith.standing s where s.purpose = (select gate.purpose())
        and s.person_id = %I.person_id and s.until > gate.now())
      and ((select gate.self()) is null or %I.person_id = (select gate.self())))$p$, t, t, t);
  end loop;
end $$;
create policy by_purpose on goodfaith.standing for select using (
  purpose = (select gate.purpose()) and ((select gate.self()) is null or person_id = (select gate.self())));
