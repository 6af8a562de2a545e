-- A notice in other languages. English always stands in goodfaith.notices; a text, once written, never changes: what
-- somebody saw is told by the notice and the language. A better wording is a new version.

create table goodfaith.notice_texts (
  notice text not null references goodfaith.notices,
  language text not null check (language ~ '^[a-z]{2,3}$' and language <> 'en'),
  text text not null,
  written_at timestamptz not null default now(),
  written_by uuid,
  primary key (notice, language)
);
alter table goodfaith.notice_texts enable row level security;
alter table goodfaith.notice_texts force row level security;
create policy gate_passes on goodfaith.notice_texts to goodfaith_gate using (true) with check (true);
-- what everybody may read before they agree to anything
create policy everyone on goodfaith.notice_texts for select using (true);

drop function gate.write_notice(text, text, text);

set role goodfaith_gate;

create function gate.write_notice(token text, which text, wording text, event uuid, hashes bytea, root bytea) returns text
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare c record; next integer; made text;
begin
  select * into c from gate.claims(token);
  if c.actor_kind <> 'staff' or not gate.has_role(c.actor_id, '{administrator,privacy_officer}') then
    raise exception 'not allowed' using errcode = '42501';
  end if;
  if not exists (select from goodfaith.purposes p where p.purpose = which and p.kind <> 'group' and 'consent' = any (p.bases)) then
    raise exception 'no such purpose' using errcode = 'GF010';
  end if;
  perform pg_advisory_xact_lock(hashtextextended(which, 2));
  select coalesce(max(n.version), 0) + 1 into next from goodfaith.notices n where n.purpose = which;
  made := which || '@' || next;
  insert into goodfaith.notices (notice, purpose, version, text, written_at, written_by)
    values (made, which, next, wording, gate.now(), c.actor_id);
  perform gate.write_event(c.actor_kind, c.actor_id, c.purpose, 'notice.written', made, event, '{}', '{}', '{}', hashes, root);
  return made;
end $$;

create function gate.translate_notice(token text, called text, tongue text, wording text, event uuid, hashes bytea, root bytea)
returns void language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare c record;
begin
  select * into c from gate.claims(token);
  if c.actor_kind <> 'staff' or not gate.has_role(c.actor_id, '{administrator,privacy_officer}') then
    raise exception 'not allowed' using errcode = '42501';
  end if;
  if not exists (select from goodfaith.notices n where n.notice = called) then
    raise exception 'no such notice' using errcode = 'GF012';
  end if;
  if exists (select from goodfaith.notice_texts t where t.notice = called and t.language = tongue) then
    raise exception 'it stands' using errcode = 'GF409';
  end if;
  insert into goodfaith.notice_texts (notice, language, text, written_at, written_by)
    values (called, tongue, wording, gate.now(), c.actor_id);
  perform gate.write_event(c.actor_kind, c.actor_id, c.purpose, 'notice.translated', called || ',' || tongue, event,
    '{}', '{}', '{}', hashes, root);
end $$;

reset role;
