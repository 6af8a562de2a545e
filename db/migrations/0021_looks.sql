-- Looks at single people: many in one statement, each verified, read and written into the ledger by it. What comes back
-- is committed when it comes, so the line stands before any key is used (design, section 4: log before key).

set role goodfaith_gate;

-- For each look the person with this id, or the one who carries this token; all of one purpose. `covered` are the names
-- of fields that the purpose opens and that were asked for: those of them that are held go into the line. A person
-- without standing gives no row and no line. hits: 1, and the rows of the person; more, and nothing else, when several
-- carry the token; -1 when the look's own token is refused (and not all are). n_salt is the gate's, for the one link of each line, whose hash
-- (core/ledger.ts) is also the root of its tree. n_linked: who needs no second link, as the same staff found them so
-- within the hour.
create function gate.look(tokens text[], wanted text[], covered text[], n_token integer[], n_id uuid[], n_word bytea[],
  n_event uuid[], n_kind text[], n_salt bytea[], n_linked uuid[])
returns table (asked integer, hits integer, person_id uuid, key_id uuid, version integer, country text, created_at timestamptz,
               changed_at timestamptz, compartment text, sealed_version integer, held text, sealed bytea)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp rows 16 as $$
#variable_conflict use_column
declare c record; which text; actor_kinds text[] := '{}'; actor_ids uuid[] := '{}'; opened text[];
begin
  for place in 1..cardinality(tokens) loop
    select * into c from gate.verify(tokens[place]);
    if c.purpose <> which then raise exception 'looks of one purpose' using errcode = 'GF001'; end if;
    which := coalesce(which, c.purpose);
    actor_kinds := array_append(actor_kinds, c.actor_kind);
    actor_ids := array_append(actor_ids, c.actor_id);
  end loop;
  if which is null then raise exception 'no valid purpose token' using errcode = 'GF001'; end if;
  select p.opens into opened from goodfaith.purposes p where p.purpose = which;
  return query
  with looks as materialized (
    select n.place::integer as asked, n.id, n.word, n.event, n.kind, n.salt, n.linked, actor_kinds[n.token] as actor_kind, actor_ids[n.token] as actor_id
    from unnest(n_token, n_id, n_word, n_event, n_kind, n_salt, n_linked) with ordinality
      as n (token, id, word, event, kind, salt, linked, place)),
  found as (
    select l.asked, s.person_id from looks l
      join goodfaith.standing s on s.purpose = which and s.person_id = l.id and s.until > gate.now()
      where l.id is not null and (l.actor_kind <> 'person' or l.id = l.actor_id)
    union all
    select l.asked, s.person_id from looks l
      join goodfaith.search_tokens t on t.token = l.word
      join goodfaith.standing s on s.purpose = which and s.person_id = t.person_id and s.until > gate.now()
      where l.id is null and l.actor_kind <> 'person'),
  counted as materialized (
    select f.asked, count(*)::integer as hits, (array_agg(f.person_id))[1] as person_id from found f group by f.asked),
  shown as materialized (
    select h.asked, p.person_id, p.key_id, p.version, p.country, p.created_at, p.changed_at, v.compartment, v.version as sealed_version,
      v.held, case when v.compartment = any (wanted) and v.compartment = any (opened) then v.sealed end as sealed
    from counted h
    join goodfaith.persons p on p.person_id = h.person_id
    left join goodfaith.sealed_values v on v.person_id = h.person_id
      and (v.compartment <> 'protective' or v.compartment = any (opened))
    where h.hits = 1),
  lines as materialized (
    select l.asked, l.event, l.kind, l.actor_kind, l.actor_id, l.salt, s.person_id,
      case when s.person_id is distinct from l.linked then sha256('\x00'::bytea || l.salt || uuid_send(s.person_id)) end as hash,
      array_to_string(array(select f from unnest(covered) as f
        where f = any (s.held) or (f = 'country' and s.country is not null)), ',') as fields
    from (select r.asked, r.person_id, r.country, string_to_array(string_agg(r.held, ','), ',') as held
          from shown r group by r.asked, r.person_id, r.country) s
    join looks l on l.asked = s.asked),
  written as (
    insert into goodfaith.ledger_events (event_id, actor_kind, actor_id, purpose, kind, fields, link_hashes, links_root)
    select l.event, l.actor_kind, case when l.actor_kind <> 'person' then l.actor_id end, which, l.kind, l.fields,
      coalesce(l.hash, ''), coalesce(l.hash, sha256(''))
    from lines l),
  waits as (
    insert into goodfaith.ledger_waiting (event_id) select l.event from lines l),
  linked as (
    insert into goodfaith.ledger_links (person_id, event_id, place, salt) select l.person_id, l.event, 0, l.salt from lines l where l.hash is not null)
  select r.asked, 1, r.person_id, r.key_id, r.version, r.country, r.created_at, r.changed_at, r.compartment, r.sealed_version,
    r.held, r.sealed from shown r
  union all
  select h.asked, h.hits, null, null, null, null, null, null, null, null, null, null from counted h where h.hits > 1
  union all
  select l.asked, -1, null, null, null, null, null, null, null, null, null, null from looks l where l.actor_kind is null;
end $$;

reset role;
