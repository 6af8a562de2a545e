revoke all on all tables in schema keyring from public, {{work}};
grant usage on schema keyring to {{work}};
grant select, insert, update on keyring.epochs, keyring.named_keys, keyring.backups to {{work}};
grant delete on keyring.backups, keyring.named_keys to {{work}};
grant select, insert, update, delete on keyring.keys to {{work}};
grant select, insert on keyring.destroyed to {{work}};
