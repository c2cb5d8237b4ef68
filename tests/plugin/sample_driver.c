/* The driver of the loading tests, in C: it knows its capabilities and nothing else. Definitions make it wrong in one
 * way or another. */
#include <orm/sdk/driver.h>
#include <stddef.h>
#include <string.h>

#ifndef SAMPLE_MAJOR
#define SAMPLE_MAJOR 1u
#endif
#ifndef SAMPLE_MINOR
#define SAMPLE_MINOR 0u
#endif
#ifndef SAMPLE_SIZE
#define SAMPLE_SIZE sizeof(orm_driver)
#endif
#ifndef SAMPLE_NAME
#define SAMPLE_NAME "sample"
#endif
#ifndef SAMPLE_TABLE_NAME
#define SAMPLE_TABLE_NAME SAMPLE_NAME
#endif
#ifndef SAMPLE_TABLE_VERSION
#define SAMPLE_TABLE_VERSION "1.2.3"
#endif

#undef ORM_ABI_MAJOR
#define ORM_ABI_MAJOR SAMPLE_MAJOR
#undef ORM_ABI_MINOR
#define ORM_ABI_MINOR SAMPLE_MINOR

#ifndef SAMPLE_NO_NOTE
ORM_DRIVER_NOTE(SAMPLE_NAME, "1.2.3");
#endif
#ifdef SAMPLE_KIND
ORM_DRIVER_ADOPTS(SAMPLE_KIND);
ORM_DRIVER_ADOPTS("second kind");
#endif

#ifdef SAMPLE_CALLS
int SAMPLE_CALLS(void);
#endif

#ifndef SAMPLE_NO_ENTRY
static int32_t capabilities(orm_capabilities *out, orm_error *error) {
  (void)error;
  out->transactions = ORM_TRANSACTIONS_BATCH;
  out->isolations = ORM_ISOLATION_SERIALIZABLE;
  out->features = ORM_CAN_NAMESPACES;
  out->max_atomic_rows = 10000;
#ifdef SAMPLE_CALLS
  out->max_atomic_rows = (uint64_t)SAMPLE_CALLS();
#endif
  return ORM_OK;
}

static void close_store(orm_store *store) { (void)store; }

static const orm_driver table = {
    .size = SAMPLE_SIZE,
    .abi_major = SAMPLE_MAJOR,
    .abi_minor = SAMPLE_MINOR,
    .name = SAMPLE_TABLE_NAME,
    .version = SAMPLE_TABLE_VERSION,
    .capabilities = capabilities,
    .close = close_store,
};

__attribute__((visibility("default"))) const orm_driver *orm_driver_entry(const orm_host *host, orm_error *error);

const orm_driver *orm_driver_entry(const orm_host *host, orm_error *error) {
  if (error == NULL || host->size < sizeof(orm_host) || host->abi_major != 1u) return NULL;
#ifdef SAMPLE_REFUSES
#ifndef SAMPLE_REFUSAL
#define SAMPLE_REFUSAL ORM_DRIVER_FAILED
#endif
  error->code = SAMPLE_REFUSAL;
  strcpy(error->message, SAMPLE_REFUSES);
  if (error->code != ORM_OK) return NULL;
#endif
  return &table;
}
#endif
