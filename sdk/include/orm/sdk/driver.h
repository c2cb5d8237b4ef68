/* The driver boundary of orm: everything that crosses between the kernel and a driver, in pure C.
 *
 * A driver is a shared library that exports exactly one symbol, orm_driver_entry, and carries an ELF note that says
 * its name, version and ABI, so that a directory of drivers is listed without running any of their code. C++ authors
 * use driver.hpp, which is header-only over this file.
 *
 * Object model:   driver (one a process)  ->  store (one a schema and configuration)  ->  session (one connection)
 *                                                   `->  plan (one compiled statement)
 *
 * Threads:        driver, store and plan are used by many threads at once; a session by one thread at a time, not
 *                 necessarily the same one; cancel() by any thread at any time.
 * Memory:         nobody frees what the other side allocated. What a call receives is borrowed until it returns,
 *                 except the schema given to open() and adopt(), which lives as long as the store. What a driver
 *                 pushes into a sink is borrowed until the sink's function returns.
 * Versions:       every struct that crosses begins with its size. The side that reads a struct uses a member only
 *                 when the size covers it; members are only ever appended. A change that breaks this is a new major.
 * Errors:         a call answers ORM_OK or a code of orm_code and fills the orm_error that the caller owns. No C++
 *                 exception ever crosses.
 */
#ifndef ORM_SDK_DRIVER_H
#define ORM_SDK_DRIVER_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define ORM_ABI_MAJOR 1u
/* 1: linked finds, transactions of one batch, kinds of clients that are adopted; 2: joined finds */
#define ORM_ABI_MINOR 2u
#define ORM_ENTRY_SYMBOL "orm_driver_entry"
#define ORM_NONE 0xffffffffu /* "no such index": parameters, fields, models */

/* ---- values ------------------------------------------------------------------------------------------------- */

typedef enum orm_cell_type {
  ORM_CELL_NULL = 0,
  ORM_CELL_BOOLEAN = 1,  /* integer: 0 or 1 */
  ORM_CELL_INTEGER = 2,  /* integer: fields of type integer and bigint */
  ORM_CELL_DOUBLE = 3,   /* real: finite, never -0 */
  ORM_CELL_TEXT = 4,     /* text: strings and enums, UTF-8 without NUL, not terminated */
  ORM_CELL_DECIMAL = 5,  /* text: normalised (no exponent, no trailing fraction zeros, no leading zeros, no -0) */
  ORM_CELL_JSON = 6,     /* text: the kernel's canonical form, so that equal values are equal bytes */
  ORM_CELL_BYTES = 7,    /* text: any bytes */
  ORM_CELL_DATETIME = 8, /* integer: microseconds since 1970-01-01T00:00:00Z, years 0001 to 9999 */
  ORM_CELL_LIST = 9,     /* list: length cells of one type, never NULL among them; parameters only */
  ORM_CELL_ABSENT = 10   /* not given: of a field without default; never a parameter nor pushed */
} orm_cell_type;

/* One value, 16 bytes. length counts bytes (text) or cells (list). */
typedef struct orm_cell {
  uint8_t type; /* orm_cell_type */
  uint8_t flags;
  uint16_t reserved;
  uint32_t length;
  union {
    int64_t integer;
    double real;
    const char *text;
    const struct orm_cell *list;
  } as;
} orm_cell;

/* A borrowed, not necessarily terminated text. */
typedef struct orm_text {
  const char *data;
  uint64_t size;
} orm_text;

/* ---- errors ------------------------------------------------------------------------------------------------- */

typedef enum orm_code {
  ORM_OK = 0,
  ORM_UNIQUE_CONSTRAINT_VIOLATION = 1,
  ORM_FOREIGN_KEY_VIOLATION = 2,
  ORM_INVALID_QUERY = 3,
  ORM_INVALID_VALUE = 4,
  ORM_INVALID_SCHEMA = 5,
  ORM_INVALID_CONFIG = 6,
  ORM_MISSING_TABLE = 7,
  ORM_MISSING_SCHEMA = 8,
  ORM_TRANSACTION_CONFLICT = 9,
  ORM_DEADLOCK = 10,
  ORM_CONNECTION_FAILED = 11,
  ORM_TIMEOUT = 12,
  ORM_CANCELLED = 13,
  ORM_UNSUPPORTED = 14,
  ORM_DRIVER_NOT_FOUND = 15,
  ORM_DRIVER_INCOMPATIBLE = 16,
  ORM_DRIVER_FAILED = 17,
  ORM_NOT_AUTHORIZED = 18,
  ORM_OUT_OF_SPACE = 19
} orm_code;

/* What became of a write that failed. The kernel never repeats a statement whose outcome is UNKNOWN. */
typedef enum orm_outcome {
  ORM_OUTCOME_NONE = 0, /* not a write, or not said */
  ORM_OUTCOME_NOT_SENT = 1,
  ORM_OUTCOME_ROLLED_BACK = 2,
  ORM_OUTCOME_UNKNOWN = 3
} orm_outcome;

#define ORM_ERROR_FIELDS 8u

/* Caller-owned. The caller sets size and leaves the rest alone; a callee writes it only when it fails.
 * Texts are terminated and cut at the end of a UTF-8 character. No password and no whole URL belongs in here. */
typedef struct orm_error {
  uint32_t size;
  int32_t code;         /* orm_code */
  uint8_t retryable;    /* the same request may succeed when sent again; never with UNKNOWN */
  uint8_t outcome;      /* orm_outcome */
  uint16_t field_count; /* fields filled */
  uint32_t model;       /* index in the schema, or ORM_NONE */
  uint32_t fields[ORM_ERROR_FIELDS];
  char native[64];      /* the store's own code: "23505", "SQLITE_BUSY" */
  char message[1024];
} orm_error;

/* ---- schema ------------------------------------------------------------------------------------------------- */

typedef enum orm_field_type {
  ORM_FIELD_STRING = 1,
  ORM_FIELD_BOOLEAN = 2,
  ORM_FIELD_INTEGER = 3, /* 32-bit signed */
  ORM_FIELD_BIGINT = 4,  /* 64-bit signed */
  ORM_FIELD_DECIMAL = 5,
  ORM_FIELD_DOUBLE = 6,
  ORM_FIELD_ENUM = 7,
  ORM_FIELD_JSON = 8,
  ORM_FIELD_BYTES = 9,
  ORM_FIELD_DATETIME = 10
} orm_field_type;

enum {
  ORM_FIELD_ID = 1u << 0,        /* the model's id; its type is STRING or INTEGER */
  ORM_FIELD_UNIQUE = 1u << 1,    /* unique by itself; the id is unique without this flag */
  ORM_FIELD_NULLABLE = 1u << 2,
  ORM_FIELD_INCREMENT = 1u << 3  /* the store generates it: an INTEGER id */
};

typedef enum orm_on_delete {
  ORM_ON_DELETE_NO_ACTION = 0, /* judged on the state after the statement and its cascades */
  ORM_ON_DELETE_CASCADE = 1,
  ORM_ON_DELETE_SET_NULL = 2
} orm_on_delete;

typedef struct orm_field {
  uint32_t size;
  uint16_t type; /* orm_field_type */
  uint16_t flags;
  orm_text name;   /* logical */
  orm_text column; /* physical */
  uint32_t references_model; /* ORM_NONE unless the field references another model's field */
  uint32_t references_field;
  uint32_t on_delete;        /* orm_on_delete */
  uint32_t value_count;      /* enum values */
  const orm_text *values;
  orm_text description;
  orm_cell default_value; /* what rows that are already there get when push() adds the column: a literal default, or for
                             the default `now` the instant of opening; ORM_CELL_ABSENT: none */
} orm_field;

/* A compound unique key or a plain index: fields in their declared order. */
typedef struct orm_field_list {
  const uint32_t *fields;
  uint32_t count;
} orm_field_list;

typedef struct orm_model {
  uint32_t size;
  uint32_t id;      /* index of the id among the fields */
  uint32_t expires; /* index of the datetime after which a row no longer exists, or ORM_NONE */
  uint32_t field_count;
  const orm_field *fields; /* stride: fields[0].size */
  orm_text name;
  orm_text table;
  orm_text name_space; /* empty: none */
  orm_text description;
  uint32_t unique_count; /* compound uniques and those of one field that were declared as a list */
  uint32_t index_count;
  const orm_field_list *uniques;
  const orm_field_list *indexes;
} orm_model;

enum { ORM_RELATION_SINGULAR = 1u << 0 /* at most one row: the first by id */ };

/* from.local_field = to.remote_field, or through a third model:
 * from.local_field = through.through_local and through.through_remote = to.remote_field. */
typedef struct orm_relation {
  uint32_t size;
  uint32_t flags;
  uint32_t from_model;
  uint32_t to_model;
  uint32_t local_field;
  uint32_t remote_field;
  uint32_t through_model; /* ORM_NONE: direct */
  uint32_t through_local;
  uint32_t through_remote;
  orm_text name;
} orm_relation;

typedef struct orm_schema {
  uint32_t size;
  uint32_t model_count;
  const orm_model *models; /* stride: models[0].size */
  uint32_t relation_count;
  const orm_relation *relations; /* stride: relations[0].size */
  orm_text name;
} orm_schema;

/* ---- statements: the query AST, flat ------------------------------------------------------------------------- */

/* Filter nodes, in postfix order: operands before their operator, the root last. span counts the nodes of the
 * subtree, itself included, so the last operand of node i ends at i-1 and the one before it at i-1-span(i-1).
 * Every node is two-valued: a comparison with a null field is false, and NOT turns it into true.
 * A kind that the driver does not know is ORM_UNSUPPORTED. */
typedef enum orm_node_kind {
  ORM_NODE_TRUE = 1,
  ORM_NODE_FALSE = 2,
  ORM_NODE_AND = 3, /* operand: how many operands (>= 1) */
  ORM_NODE_OR = 4,  /* operand: how many operands (>= 1) */
  ORM_NODE_NOT = 5,
  ORM_NODE_IS_NULL = 6,
  ORM_NODE_EQ = 7, /* a parameter of a comparison is never null */
  ORM_NODE_LT = 8,
  ORM_NODE_LE = 9,
  ORM_NODE_GT = 10,
  ORM_NODE_GE = 11,
  ORM_NODE_IN = 12, /* the parameter is a list, possibly empty */
  ORM_NODE_CONTAINS = 13,
  ORM_NODE_STARTS_WITH = 14,
  ORM_NODE_ENDS_WITH = 15,
  ORM_NODE_SOME = 16, /* operand: a relation; its one child is a filter on the related model: some row matches */
  ORM_NODE_IS = 17    /* likewise for a singular relation: the first related row by id exists and matches */
} orm_node_kind;

enum { ORM_NODE_INSENSITIVE = 1u << 0 /* ASCII case folding, of EQ IN CONTAINS STARTS_WITH ENDS_WITH on text */ };

typedef struct orm_node {
  uint16_t kind;
  uint16_t flags;
  uint32_t span;
  uint32_t operand;   /* field, operand count or relation */
  uint32_t parameter; /* index of the parameter, or ORM_NONE */
} orm_node;

typedef struct orm_order {
  uint32_t field;
  uint32_t descending; /* nulls come first ascending, last descending */
} orm_order;

/* A row beside each row of a FIND: the one that a singular relation leads to. */
typedef struct orm_join {
  uint32_t size;
  uint32_t relation; /* direct and singular; its remote field is a unique key by itself */
  uint32_t parent;   /* an earlier join, from whose row the relation leads; ORM_NONE: from the row of the find */
  uint32_t output_count;
  const uint32_t *output; /* fields of the relation's to_model */
} orm_join;

typedef enum orm_assignment_kind {
  ORM_ASSIGN_SET = 1,
  ORM_ASSIGN_ADD = 2,      /* exact; a result outside the field's type is ORM_INVALID_VALUE and changes nothing */
  ORM_ASSIGN_SUBTRACT = 3, /* null stays null */
  ORM_ASSIGN_MULTIPLY = 4
} orm_assignment_kind;

typedef struct orm_assignment {
  uint32_t field;
  uint32_t kind; /* orm_assignment_kind */
  uint32_t parameter;
} orm_assignment;

typedef enum orm_aggregate_kind {
  ORM_AGGREGATE_COUNT_ALL = 1, /* field ORM_NONE; INTEGER cell */
  ORM_AGGREGATE_COUNT = 2,     /* non-null values; INTEGER cell */
  ORM_AGGREGATE_SUM = 3, /* DECIMAL cell, exact, of integer, bigint and decimal fields; DOUBLE cell, the exact sum
                            rounded once, of doubles; NULL of no values */
  ORM_AGGREGATE_MIN = 4, /* a cell of the field's type; NULL of no values */
  ORM_AGGREGATE_MAX = 5
} orm_aggregate_kind;

typedef struct orm_aggregate {
  uint32_t kind;
  uint32_t field;
} orm_aggregate;

typedef enum orm_statement_kind {
  ORM_FIND = 1,
  ORM_AGGREGATE = 2,
  ORM_INSERT = 3,
  ORM_UPDATE = 4,
  ORM_UPSERT = 5,
  ORM_DELETE = 6
} orm_statement_kind;

enum {
  ORM_STATEMENT_UNIQUE = 1u << 0,   /* the filter pins a unique key by top-level EQ nodes: at most one row */
  ORM_STATEMENT_FIRST = 1u << 1,    /* UPDATE, DELETE: only the first matching row by id, ascending */
  ORM_STATEMENT_SKIP_DUPLICATES = 1u << 2, /* INSERT: leave out rows whose id or a unique key is taken */
  ORM_STATEMENT_KEYED = 1u << 3,    /* FIND: once for each key of a list; cell 0 of a row is the key's ordinal */
  ORM_STATEMENT_FIRST_PER_KEY = 1u << 4, /* KEYED: only the first row of each key by id is looked at, then filtered */
  ORM_STATEMENT_ONE_KEY = 1u << 5   /* KEYED, since minor 2, a hint: one key, or one row of the parent */
};

/* One statement on one model. Parameters are named by index; what a statement leaves out has count 0 or ORM_NONE.
 *
 * FIND       filter, order (the kernel has already appended the id where ties matter), distinct (the first row of
 *            each, in order), cursor (only rows after the row with this unique key, in order; none if there is no
 *            such row; the row need not match the filter), skip, take. They apply in this order. Pushes output.
 *            KEYED: for each key of list parameter key_list, in list order, the rows that relation `relation` leads
 *            to from that key (rows reached several ways come once a key), filtered, ordered, skipped and taken per
 *            key. Rows are pushed in ascending ordinal; cell 0 is the ordinal (INTEGER), then output. A list may
 *            hold a key twice: its rows come for each.
 *            Linked (parent is not null, key_list ORM_NONE; only where ORM_CAN_LINKED_FINDS is declared): the keys are
 *            the values of the relation's local field in the rows that the statement `parent` finds, in its order, and
 *            a row's ordinal is the place of its parent among them; a null leads to no row. The parent is a FIND whose
 *            rows have a total order or are at most one, may be linked itself, and runs before it in the same snapshot.
 *            Its parameters are this statement's from parent_parameters on. Where the parent has joins,
 *            parent_join may name one of them: the keys are in the rows of that join, and no such row leads to no row.
 *            Joined (join_count > 0; only where ORM_CAN_JOINED_FINDS is declared, never with distinct): behind the
 *            output of a row comes that of each join in turn, NULL throughout where the relation leads to no row. Joins
 *            leave no row of the find out and change nothing about their order.
 * AGGREGATE  filter, group. Pushes the group's fields, then a cell per aggregate. Without group fields exactly one row.
 * INSERT     columns; parameters 0 .. rows*column_count-1 are the values, row by row; the number of rows is
 *            (parameter count - extra_parameters) / column_count. All or nothing, and constraints are judged after
 *            the last row. Pushes, if output_count or SKIP_DUPLICATES, per inserted row in order: the row's ordinal
 *            (INTEGER), then output. A column of type NULL or any value; INCREMENT ids are not among the columns.
 * UPDATE     filter, assignments (at least one). Pushes output of each changed row, if output_count.
 * UPSERT     columns as for INSERT with one row, conflict (the unique key), assignments for when that key exists
 *            (possibly none). One atomic step. Pushes output.
 * DELETE     filter.
 *
 * now: parameter with the kernel's clock (DATETIME) when a model with `expires` is concerned, else ORM_NONE. A row
 * whose `expires` is not null and <= now does not exist: for filters, relations, cursors, unique keys and foreign
 * keys alike. A write frees the unique keys that such rows hold. */
typedef struct orm_statement {
  uint32_t size;
  uint16_t kind; /* orm_statement_kind */
  uint16_t flags;
  uint32_t model;
  uint32_t now;
  const orm_node *filter; /* filter_count 0: every row */
  uint32_t filter_count;
  uint32_t output_count;
  const uint32_t *output; /* fields of the model */
  const orm_order *order;
  uint32_t order_count;
  uint32_t take; /* parameter (INTEGER >= 0) or ORM_NONE */
  uint32_t skip;
  uint32_t distinct_count;
  const uint32_t *distinct;
  const uint32_t *cursor_fields;
  const uint32_t *cursor_parameters;
  uint32_t cursor_count;
  uint32_t relation; /* KEYED: the relation that is followed */
  uint32_t key_list; /* KEYED: the parameter */
  uint32_t column_count;
  const uint32_t *columns;
  const uint32_t *conflict;
  uint32_t conflict_count;
  uint32_t assignment_count;
  const orm_assignment *assignments;
  const uint32_t *group;
  uint32_t group_count;
  uint32_t aggregate_count;
  const orm_aggregate *aggregates;
  uint32_t extra_parameters; /* parameters after an INSERT's values (now) */
  uint32_t parent_parameters;          /* ABI 1.1 */
  const struct orm_statement *parent;  /* ABI 1.1 */
  uint32_t parent_join;                /* ABI 1.2: of a parent with joins; ORM_NONE: the keys are in its own rows */
  uint32_t join_count;                 /* ABI 1.2 */
  const orm_join *joins;               /* ABI 1.2; stride: joins[0].size */
} orm_statement;

/* ---- what a driver answers with ------------------------------------------------------------------------------ */

/* Receives rows. row() must not call back into the session. A return other than 0 stops the statement, which is then
 * a success for a read (no further row is wanted) and rolled back for a write. affected: set by execute(). */
typedef struct orm_sink {
  uint32_t size;
  int32_t (*row)(void *context, const orm_cell *cells, uint32_t count); /* may be NULL when nothing is pushed */
  void *context;
  uint64_t affected; /* rows inserted, changed or deleted (cascades not counted) */
} orm_sink;

/* Receives texts: statements applied, plans explained, notes. A return other than 0 stops. */
typedef struct orm_text_sink {
  uint32_t size;
  int32_t (*text)(void *context, const char *data, uint64_t size);
  void *context;
} orm_text_sink;

typedef struct orm_batch_item {
  uint32_t size;
  uint32_t parameter_count;
  const struct orm_plan *plan;
  const orm_cell *parameters;
  orm_sink *sink;
  orm_error *error; /* of this item; size set by the caller, code ORM_OK when it worked */
} orm_batch_item;

/* ---- capabilities: declared, and held to it by the conformance kit -------------------------------------------- */

typedef enum orm_transactions {
  ORM_TRANSACTIONS_NONE = 0,
  ORM_TRANSACTIONS_BATCH = 1,      /* a list of statements, all or nothing */
  ORM_TRANSACTIONS_INTERACTIVE = 2 /* begin, look, decide, commit */
} orm_transactions;

enum { /* isolation levels, as bits in capabilities and as the value given to begin() */
  ORM_ISOLATION_DEFAULT = 0, /* serializable */
  ORM_ISOLATION_SERIALIZABLE = 1u << 0,
  ORM_ISOLATION_REPEATABLE_READ = 1u << 1,
  ORM_ISOLATION_READ_COMMITTED = 1u << 2
};

enum { /* features */
  ORM_CAN_FOREIGN_KEYS = 1u << 0,
  ORM_CAN_RELATION_FILTERS = 1u << 1, /* ORM_NODE_SOME and ORM_NODE_IS */
  ORM_CAN_INCREMENT_IDS = 1u << 2,
  ORM_CAN_NAMESPACES = 1u << 3,
  ORM_CAN_DDL = 1u << 4,          /* push() creates something; without it a store needs no push */
  ORM_CAN_PIPELINE = 1u << 5,     /* batch() takes one round trip */
  ORM_CAN_EXPIRE = 1u << 6,       /* the store removes expired rows by itself; else purge() does */
  ORM_CAN_READ_SNAPSHOT = 1u << 7, /* begin() with READ_ONLY gives several finds one snapshot cheaply */
  ORM_CAN_LINKED_FINDS = 1u << 8,  /* a FIND may take its keys from another one: see orm_statement */
  ORM_CAN_JOINED_FINDS = 1u << 9   /* a FIND may answer rows of singular relations beside its own: see orm_statement */
};

typedef struct orm_capabilities {
  uint32_t size;
  uint32_t transactions; /* orm_transactions */
  uint32_t isolations;   /* bits */
  uint32_t reserved;
  uint64_t features;        /* bits */
  uint64_t max_atomic_rows; /* of one INSERT; 0: no limit; at least 10,000 otherwise */
} orm_capabilities;

/* ---- the driver ------------------------------------------------------------------------------------------------ */

typedef struct orm_store orm_store;     /* the driver's own */
typedef struct orm_session orm_session; /* the driver's own */
typedef struct orm_plan orm_plan;       /* the driver's own */

/* What the host says of itself. */
typedef struct orm_host {
  uint32_t size;
  uint32_t abi_major; /* the ABI the host was built for; it also loads drivers of older minors */
  uint32_t abi_minor;
  uint32_t reserved;
  void (*log)(void *context, int32_t level, const char *message); /* may be NULL; levels: 0 debug .. 3 error */
  void *context;
} orm_host;

/* One key of orm.toml's [schemas.NAME] besides file and driver: text, integer, boolean or double. */
typedef struct orm_option {
  orm_text name;
  orm_cell value;
} orm_option;

typedef struct orm_open_arguments {
  uint32_t size;
  uint32_t option_count;
  const orm_schema *schema; /* lives as long as the store */
  const orm_option *options; /* an unknown one is ORM_INVALID_CONFIG */
  orm_text directory; /* what relative paths are relative to; empty: the working directory */
  /* adopt(), since minor 1: the client library that the application uses. A client of another library, or of a second
   * copy of the same one, is ORM_DRIVER_INCOMPATIBLE (client_library.hpp). */
  orm_text client_library;         /* its version, in the form that the kind prescribes; empty: not said */
  const void *client_library_mark; /* an address that each copy has once, which the kind prescribes; NULL: not said */
} orm_open_arguments;

typedef struct orm_store_info {
  uint32_t size;
  uint32_t max_sessions;       /* at most this many sessions at a time (>= 1) */
  uint32_t acquire_timeout_ms; /* how long a request waits for a session */
} orm_store_info;

enum {
  ORM_BEGIN_READ_ONLY = 1u << 0,
  ORM_BEGIN_ONE_BATCH = 1u << 1 /* one batch() follows, then commit() or rollback(): all may travel together */
};
enum { ORM_PUSH_DRY_RUN = 1u << 0 };

typedef enum orm_savepoint_action {
  ORM_SAVEPOINT_SET = 1,
  ORM_SAVEPOINT_RELEASE = 2,
  ORM_SAVEPOINT_ROLLBACK = 3 /* undoes everything since SET and releases the savepoint */
} orm_savepoint_action;

/* The function table. A member that the driver's size does not cover, or that is NULL, counts as ORM_UNSUPPORTED.
 * Where a function answers through a pointer, that is written only on ORM_OK. */
typedef struct orm_driver {
  uint32_t size;
  uint32_t abi_major; /* what the driver was built for */
  uint32_t abi_minor;
  uint32_t reserved;
  const char *name; /* what orm.toml's `driver` says */
  const char *version;

  /* What the driver can do, store apart. */
  int32_t (*capabilities)(orm_capabilities *out, orm_error *error);

  /* Opens a store. Refuses what the schema asks and the driver can't do (ORM_UNSUPPORTED), an unknown option
   * (ORM_INVALID_CONFIG), a store that can't be reached (ORM_CONNECTION_FAILED). Creates no table. */
  int32_t (*open)(const orm_open_arguments *arguments, orm_store **out, orm_error *error);

  /* As open(), over a client that the application owns; kind: one that the driver's notes declare (below), such as
   * "sqlite3". The client outlives the store. The driver never closes it, joins a transaction that is open on it,
   * and puts back what it changed. A client that can't be used as it is now is ORM_CONNECTION_FAILED, here or later. */
  int32_t (*adopt)(const orm_open_arguments *arguments, const char *kind, void *client, orm_store **out,
                   orm_error *error);

  int32_t (*info)(orm_store *store, orm_store_info *out, orm_error *error);

  /* Closes a store whose sessions and plans are all gone. */
  void (*close)(orm_store *store);

  int32_t (*session_open)(orm_store *store, orm_session **out, orm_error *error);

  /* Makes a session as good as new after an error or an abandoned transaction; ORM_OK: it may be used again. */
  int32_t (*session_reset)(orm_session *session, orm_error *error);
  void (*session_close)(orm_session *session);

  /* Compiles a statement; touches no data. ORM_UNSUPPORTED: what the driver did not declare. */
  int32_t (*compile)(orm_store *store, const orm_statement *statement, orm_plan **out, orm_error *error);
  void (*release)(orm_store *store, orm_plan *plan);

  /* Runs a plan. Outside a transaction a statement is all or nothing by itself. After an error inside a
   * transaction the caller rolls back, at least to a savepoint. */
  int32_t (*execute)(orm_session *session, const orm_plan *plan, const orm_cell *parameters, uint32_t count,
                     orm_sink *sink, orm_error *error);

  /* Runs each item on its own, in order, errors into the items; answers an error only when none could be run. Inside a
   * transaction that begin() began, items after one that failed may fail too: the caller rolls back. */
  int32_t (*batch)(orm_session *session, orm_batch_item *items, uint32_t count, orm_error *error);

  int32_t (*begin)(orm_session *session, uint32_t flags, uint32_t isolation, orm_error *error);
  int32_t (*commit)(orm_session *session, orm_error *error);
  int32_t (*rollback)(orm_session *session, orm_error *error);

  /* Savepoints nest; depth starts at 1. */
  int32_t (*savepoint)(orm_session *session, uint32_t action, uint32_t depth, orm_error *error);

  /* Creates what the schema needs and the store lacks; pushes each statement applied (or, dry, to be applied).
   * Refuses with ORM_INVALID_SCHEMA what would lose or reinterpret data, before it changes anything. */
  int32_t (*push)(orm_session *session, uint32_t flags, const orm_text_sink *sink, orm_error *error);

  /* Drops everything that the schema owns. */
  int32_t (*reset)(orm_session *session, orm_error *error);

  /* Removes the rows of every model that expired before now; counts them. */
  int32_t (*purge)(orm_session *session, int64_t now, uint64_t *removed, orm_error *error);

  /* Pushes rows of text cells about what is in the store, per column: namespace, table, column, native type,
   * nullable ("true", "false"), default or NULL. */
  int32_t (*introspect)(orm_session *session, orm_sink *sink, orm_error *error);

  /* What execute() would run, as lines of text; runs nothing. */
  int32_t (*explain)(orm_store *store, const orm_plan *plan, const orm_cell *parameters, uint32_t count,
                     const orm_text_sink *sink, orm_error *error);

  /* Asks a running call of that session to end soon with ORM_CANCELLED. From any thread; no effect when idle. */
  void (*cancel)(orm_session *session);
} orm_driver;

/* The entry point. The table lives as long as the process: drivers are never unloaded. */
typedef const orm_driver *(*orm_driver_entry_function)(const orm_host *host, orm_error *error);

/* ---- the ELF note ----------------------------------------------------------------------------------------------- */

#define ORM_NOTE_SECTION ".note.orm.driver"
#define ORM_NOTE_OWNER "orm"
#define ORM_NOTE_TYPE 1u

/* Layout of an ELF note (System V ABI, chapter 5, "Note Section"): name size, descriptor size, type, then both padded
 * to four bytes. */
typedef struct orm_note {
  uint32_t name_size;
  uint32_t descriptor_size;
  uint32_t type;
  char owner[4];
  uint32_t abi_major;
  uint32_t abi_minor;
  char name[32];
  char version[24];
} orm_note;

#define ORM_NOTE_DESCRIPTOR_SIZE 64u

/* Since minor 1, and beside the note above: a kind of clients that adopt() takes, one note each. A kind is named after
 * the library whose handle it is, by whoever writes both sides; a host that doesn't know this type passes it over. */
#define ORM_KIND_NOTE_TYPE 2u
#define ORM_KIND_NOTE_DESCRIPTOR_SIZE 32u

typedef struct orm_kind_note {
  uint32_t name_size;
  uint32_t descriptor_size;
  uint32_t type;
  char owner[4];
  char kind[32];
} orm_kind_note;

#define ORM_DRIVER_NOTE(NAME, VERSION)                                                                          \
  __attribute__((section(ORM_NOTE_SECTION), used, aligned(4))) static const orm_note orm_driver_note = {        \
      4u, ORM_NOTE_DESCRIPTOR_SIZE, ORM_NOTE_TYPE, ORM_NOTE_OWNER, ORM_ABI_MAJOR, ORM_ABI_MINOR, NAME, VERSION}

/* At file scope, once for each kind; at most 31 bytes. */
#define ORM_DRIVER_ADOPTS(KIND) ORM_DRIVER_ADOPTS_AT(KIND, __LINE__)
#define ORM_DRIVER_ADOPTS_AT(KIND, LINE) ORM_DRIVER_ADOPTS_AS(KIND, LINE)
#define ORM_DRIVER_ADOPTS_AS(KIND, LINE)                                                                         \
  __attribute__((section(ORM_NOTE_SECTION), used, aligned(4))) static const orm_kind_note orm_kind_note_##LINE = { \
      4u, ORM_KIND_NOTE_DESCRIPTOR_SIZE, ORM_KIND_NOTE_TYPE, ORM_NOTE_OWNER, KIND}

#ifdef __cplusplus
}
#endif

#endif
