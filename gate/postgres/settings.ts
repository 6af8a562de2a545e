import { totalmem } from 'node:os'

/**
 * The server's settings, given on its command line at each start, so that a newer Goodfaith brings newer ones to
 * an older data folder.
 *
 * @param major PostgreSQL's major version
 */
export function serverSettings(major: number, port: number): Record<string, string> {
  return {
    // only here, only with a password
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    password_encryption: 'scram-sha-256',
    max_connections: '100',
    ...durability,
    ...memory(),
    ...quiet,
    // the answers must not depend on the machine's own zone or language
    timezone: 'UTC',
    log_timezone: 'UTC',
    datestyle: 'ISO, YMD',
    lc_messages: 'C',
    // compiling costs more than it saves on the short statements that row policies make complicated
    jit: 'off',
    // PostgreSQL 18 starts three processes to read ahead; an installation with one machine reads from its cache
    ...(major >= 18 ? { io_method: 'sync' } : {}),
  }
}

const durability = {
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  autovacuum: 'on',
  // old log files go instead of being used again: what was erased must not lie in a file's unused end
  wal_recycle: 'off',
  // a segment that is never used again need not be written twice
  wal_init_zero: 'off',
  min_wal_size: '32MB',
  max_wal_size: '512MB',
  // no replica and no archive: a copy of the log would outlive the erasure
  wal_level: 'minimal',
  max_wal_senders: '0',
  archive_mode: 'off',
}

/** Modest: an idle server keeps only what it has touched, and the system's cache holds the rest. */
function memory(): Record<string, string> {
  const megabytes = Math.floor(totalmem() / 2 ** 20)
  const within = (low: number, value: number, high: number) => Math.max(low, Math.min(value, high))
  return {
    shared_buffers: `${within(32, Math.floor(megabytes / 32), 256)}MB`,
    effective_cache_size: `${within(128, Math.floor(megabytes / 2), 8192)}MB`,
    work_mem: '8MB',
    maintenance_work_mem: '64MB',
    max_worker_processes: '4',
    max_parallel_workers: '2',
    max_parallel_workers_per_gather: '1',
    autovacuum_max_workers: '2',
    max_logical_replication_workers: '0',
  }
}

/**
 * No personal value may reach the log. An error's own sentence can hold one (`invalid input syntax for type
 * date: "…"`), so errors of statements are not logged at all: `log` lets only the server's own lines and the end
 * of a session by force through, and terse leaves out their detail (which names the statement that ran).
 */
const quiet = {
  log_destination: 'stderr',
  logging_collector: 'off',
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_statement: 'none',
  log_duration: 'off',
  log_min_duration_statement: '-1',
  log_min_duration_sample: '-1',
  log_transaction_sample_rate: '0',
  log_parameter_max_length: '0',
  log_parameter_max_length_on_error: '0',
  log_connections: 'off',
  log_disconnections: 'off',
  log_lock_waits: 'off',
  log_checkpoints: 'off',
  log_temp_files: '-1',
  log_autovacuum_min_duration: '-1',
  debug_print_parse: 'off',
  debug_print_plan: 'off',
  debug_print_rewritten: 'off',
  log_line_prefix: '%m [%p] ',
  update_process_title: 'off',
}
