-- What the working login may do; run after every migration, so that it is the whole truth. {{work}} is that login.
revoke all on all tables in schema goodfaith from public, {{work}};
revoke all on all tables in schema gate from public, {{work}};
grant usage on schema goodfaith, gate to {{work}};

-- Registries: nothing personal.
grant select on goodfaith.organisation, goodfaith.purposes, goodfaith.purpose_proposals, goodfaith.notices,
  goodfaith.notice_texts, goodfaith.balancing_tests, goodfaith.laws to {{work}};
-- The ledger's events, which say nothing about a person, and its tree. Nothing personal: EXPLAIN would tell of hidden rows.
grant select on goodfaith.ledger_events, goodfaith.ledger_leaves, goodfaith.ledger_tiles, goodfaith.ledger_checkpoints to {{work}};
-- What the policies ask, and the doors: theirs to grant who owns them.
set local role goodfaith_gate;
revoke execute on all functions in schema gate from public, {{work}};
grant execute on function gate.now(), gate.purpose(), gate.self(), gate.opened() to {{work}};
do $$
declare f regprocedure;
begin
  for f in select p.oid::regprocedure from pg_proc p where p.pronamespace = 'gate'::regnamespace
    and p.proname in ('append', 'look', 'view_pages', 'read_people', 'list_people', 'list_recent', 'search_people', 'count_people', 'create_people', 'create_each',
      'read_for_change', 'change_person', 'give', 'check_grant', 'withdraw', 'renew', 'count_find', 'find_person', 'known_people', 'suppressed', 'suppress',
      'record', 'told', 'key_of', 'read_grants', 'age_facts', 'read_times', 'read_ledger', 'withheld_lines', 'read_line',
      'seen_persons', 'seen_sources', 'seen_standing', 'seen_grants', 'seen_grant_marks',
      'put_staff', 'staff_by_address', 'staff_members', 'any_staff',
      'put_session', 'end_session', 'bearer', 'put_api_token', 'api_tokens', 'end_api_token', 'put_link', 'read_link', 'use_link',
      'set_password', 'set_organisation', 'any_people', 'reserve', 'keep_result', 'give_up',
      'receiver_key', 'put_mail', 'list_mail', 'take_mail', 'settle_mail', 'put_job', 'take_job', 'settle_job',
      'create_import', 'read_imports', 'read_import_report', 'see_in_import', 'note_batch', 'turn_import',
      'propose_purpose', 'check_purpose', 'end_purpose', 'people_of_ended', 'end_grants', 'translate_notice',
      'unasked_claims', 'note_asked',
      'ask_undo', 'read_undo', 'left_of_import', 'undo_batch', 'end_undo', 'open_undos',
      'expire_imports', 'open_imports', 'untold_people', 'write_notice', 'write_test', 'sign_test', 'end_test', 'plan_erasure', 'erasure_facts', 'begin_erasure', 'open_erasures', 'mark_key_gone', 'forget_rows', 'finish_erasure', 'read_erasure',
      'put_secrets', 'vault_list', 'drop_secrets', 'count_secret', 'take_secret', 'count_match', 'match_secrets', 'owners_of_secrets', 'ask_approval',
      'list_approvals', 'decide_approval', 'put_fresh', 'read_fresh', 'take_secret_keys',
      'unkept_people',
      'token_state', 'turn_tokens', 'token_people', 'put_tokens', 'put_staff_tokens', 'token_kept', 'put_kept_tokens', 'drop_tokens',
      'kept_of', 'kept_facts', 'put_kept', 'kept_about', 'find_kept', 'open_kept', 'end_kept', 'due_kept', 'drop_kept',
      'kept_wanting', 'law_caught_up', 'verify_kept', 'backup_kept', 'release_leavings', 'write_law', 'sign_law', 'end_law',
      'backup_people', 'backup_house', 'backup_staff',
      'take_ledger_turn', 'waiting_events', 'write_leaves', 'ledger_leaves_from', 'ledger_faults',
      'verify_rows', 'verify_erasures', 'erased_keys', 'needed_keys', 'owned_keys', 'verify_standing') loop
    execute format('grant execute on function %s to {{work}}', f);
  end loop;
end $$;
reset role;
