-- The keyring: one wrapped key per person, file or term, in a database of its own. The secrets that unwrap them stand in
-- files beside it, never here; neither is ever in the main backup.
create schema keyring;

create table keyring.epochs (
  epoch integer primary key,
  started_at timestamptz not null default now(),
  ends_at timestamptz not null,
  -- set when the old secret has been overwritten: copies of the keyring from that epoch open nothing any more
  closed_at timestamptz
);

create table keyring.keys (
  key_id uuid primary key,
  epoch integer not null references keyring.epochs,
  wrapped bytea not null,
  minted_at timestamptz not null default now()
);
alter table keyring.keys alter column wrapped set storage plain;
create index keys_epoch on keyring.keys (epoch);

-- Keys of the house itself: blind tokens, order codes, suppressions, sessions, signatures.
create table keyring.named_keys (
  name text primary key,
  epoch integer not null references keyring.epochs,
  wrapped bytea not null
);

-- Erasure records: the hash of a destroyed key's id. A restore replays them before anyone can work.
create table keyring.destroyed (
  key_hash bytea primary key,
  at timestamptz not null default now()
);

create table keyring.backups (
  backup text primary key,
  made_at timestamptz not null default now(),
  -- how far the erasure records at that backup reach
  records_at timestamptz
);
