/* A store over a key-value store: derive from kv_store, implement connect() with a backend, and the statements of
 * driver.h work. docs/kv-toolkit.md tells how.
 *
 * What it declares follows from what the backend can do (capabilities_of). There are no foreign keys, no relation
 * filters (the kernel splits them). A writing statement reads, decides, and commits on the condition that what it read
 * is still there; it is tried again when it is not, a bounded number of times, and then is TRANSACTION_CONFLICT. A row
 * that the sink refuses after that is CANCELLED with the outcome unknown: it is committed.
 *
 * Transactions are optimistic and serializable: statements read what the transaction wrote, else the store, which is
 * not written to before the end. Then one commit asks that everything that was read is as it was; if not, nothing of
 * the transaction happened and it is TRANSACTION_CONFLICT. Several that wait for each other there are not: the first
 * wins.
 *
 * Threads: as driver_store. connect() is called by any thread; each session has a backend of its own.
 */
#ifndef ORM_SDK_KV_STORE_HPP
#define ORM_SDK_KV_STORE_HPP

#include <orm/sdk/driver.hpp>
#include <orm/sdk/kv/backend.hpp>
#include <orm/sdk/kv/layout.hpp>

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace orm::sdk::kv {

struct kv_options {
  layout_options layout;
  backend_capabilities can;
  bool refuse_scans = false;              /* a statement that no key serves is UNSUPPORTED */
  std::uint64_t max_atomic_rows = 10'000; /* of one INSERT; records that one transaction may change */
  /* A commit reaches only keys with the same tag, as in a cluster: with hash_tag::model a transaction that comes to a
   * second model is UNSUPPORTED there, before anything of it is written. INVALID_CONFIG with hash_tag::none. */
  bool one_tag_a_commit = false;
  std::uint32_t commit_attempts = 200;
};

/* What a driver declares that is made of this toolkit. */
orm_capabilities capabilities_of(const backend_capabilities& can, std::uint64_t max_atomic_rows);

class kv_store : public driver_store {
 public:
  /* Throws driver_error: as layout_of, UNSUPPORTED for a schema that needs what the backend can't do, INVALID_CONFIG
   * for options that contradict each other. */
  kv_store(const orm_schema& schema, kv_options options);

  /* One more connection. Throws driver_error CONNECTION_FAILED. */
  virtual std::unique_ptr<backend> connect() = 0;

  std::unique_ptr<driver_session> open_session() override;
  std::unique_ptr<driver_plan> compile(const orm_statement& statement) override;
  void explain(const driver_plan& plan, const orm_cell* parameters, std::uint32_t count,
               const text_sink& lines) override;

  const orm_schema& schema() const { return schema_; }
  const kv_options& options() const { return options_; }
  const std::vector<model_layout>& models() const { return models_; }

  /* Whether the catalog of that model was found to fit: sessions look once. */
  bool is_known(std::uint32_t model) const { return known_[model].load(std::memory_order_acquire); }
  void set_known(std::uint32_t model, bool known) { known_[model].store(known, std::memory_order_release); }

 private:
  void check_schema() const;

  const orm_schema& schema_;
  kv_options options_;
  std::vector<model_layout> models_;
  std::unique_ptr<std::atomic<bool>[]> known_;
};

}  // namespace orm::sdk::kv

#endif
