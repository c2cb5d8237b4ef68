// C++ over driver.h, header-only: derive from driver, driver_store, driver_session and driver_plan, write
// ORM_EXPORT_DRIVER(my_driver, "name", "1.0.0") in one source file, and build it with orm_add_driver().
//
// Threads:  as in driver.h: driver, driver_store and driver_plan are used by many threads at once, a driver_session by
//           one at a time, except cancel(), which any thread may call.
// Errors:   every virtual function may throw. A driver_error crosses the boundary as it is, std::bad_alloc as
//           OUT_OF_SPACE, anything else as DRIVER_FAILED. Functions that are not overridden throw UNSUPPORTED.
// Cost:     execute() is one virtual call away from the boundary; nothing is allocated or cleared on success.
#ifndef ORM_SDK_DRIVER_HPP
#define ORM_SDK_DRIVER_HPP

#include <orm/sdk/driver.h>
#include <orm/sdk/schema_view.hpp>

#include <algorithm>
#include <cstring>
#include <exception>
#include <memory>
#include <new>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace orm::sdk {

// What a driver throws. The setters return the error, so that one expression builds and throws it.
class driver_error : public std::exception {
 public:
  driver_error(orm_code code, std::string message) : code_(code), message_(std::move(message)) {}

  driver_error& on(std::uint32_t model, std::vector<std::uint32_t> fields = {}) {
    model_ = model;
    fields_ = std::move(fields);
    return *this;
  }
  driver_error& native(std::string code) {
    native_ = std::move(code);
    return *this;
  }
  driver_error& retryable(bool value = true) {
    retryable_ = value;
    return *this;
  }
  driver_error& outcome(orm_outcome value) {
    outcome_ = value;
    return *this;
  }

  const char* what() const noexcept override { return message_.c_str(); }
  orm_code code() const { return code_; }
  const std::string& message() const { return message_; }
  std::uint32_t model() const { return model_; }
  const std::vector<std::uint32_t>& fields() const { return fields_; }
  const std::string& native() const { return native_; }
  bool is_retryable() const { return retryable_; }
  orm_outcome outcome() const { return outcome_; }

 private:
  orm_code code_;
  std::string message_;
  std::uint32_t model_ = ORM_NONE;
  std::vector<std::uint32_t> fields_;
  std::string native_;
  bool retryable_ = false;
  orm_outcome outcome_ = ORM_OUTCOME_NONE;
};

[[noreturn]] inline void throw_unsupported(std::string_view what) {
  throw driver_error(ORM_UNSUPPORTED, "this driver does not support " + std::string(what));
}

// Receives lines of text: applied statements, explained plans.
class text_sink {
 public:
  explicit text_sink(const orm_text_sink* sink) : sink_(sink) {}
  // False: no further text is wanted.
  bool operator()(std::string_view text) const {
    return sink_ == nullptr || sink_->text == nullptr || sink_->text(sink_->context, text.data(), text.size()) == 0;
  }

 private:
  const orm_text_sink* sink_;
};

// Hands one row to a sink. False: no further row is wanted.
inline bool push_row(const orm_sink& sink, const orm_cell* cells, std::uint32_t count) {
  return sink.row == nullptr || sink.row(sink.context, cells, count) == 0;
}

// A compiled statement; the store makes it, its sessions run it.
class driver_plan {
 public:
  virtual ~driver_plan() = default;
};

// One connection.
class driver_session {
 public:
  virtual ~driver_session() = default;

  // Runs a plan of this session's store. sink.affected is 0 on entry.
  virtual void execute(const driver_plan& plan, const orm_cell* parameters, std::uint32_t count, orm_sink& sink) = 0;

  // Runs each item on its own, in order; errors belong into the items. By default one execute() after the other.
  virtual void batch(orm_batch_item* items, std::uint32_t count);

  virtual void begin(std::uint32_t flags, std::uint32_t isolation) {
    (void)flags, (void)isolation;
    throw_unsupported("transactions");
  }
  virtual void commit() { throw_unsupported("transactions"); }
  virtual void rollback() { throw_unsupported("transactions"); }
  virtual void savepoint(orm_savepoint_action action, std::uint32_t depth) {
    (void)action, (void)depth;
    throw_unsupported("savepoints");
  }

  // Makes the session as good as new: no transaction, no leftover. Throws when it can't be used again.
  virtual void reset_session() {}

  virtual void push(std::uint32_t flags, const text_sink& applied) { (void)flags, (void)applied; }
  virtual void reset() { throw_unsupported("reset"); }
  virtual std::uint64_t purge(std::int64_t now) {
    (void)now;
    throw_unsupported("purge");
  }
  virtual void introspect(orm_sink& sink) {
    (void)sink;
    throw_unsupported("introspection");
  }
  virtual void cancel() noexcept {}
};

// One schema in one place.
class driver_store {
 public:
  virtual ~driver_store() = default;
  virtual std::unique_ptr<driver_session> open_session() = 0;
  virtual std::unique_ptr<driver_plan> compile(const orm_statement& statement) = 0;
  virtual orm_store_info info() { return {sizeof(orm_store_info), 1, 30'000}; }
  virtual void explain(const driver_plan& plan, const orm_cell* parameters, std::uint32_t count,
                       const text_sink& lines) {
    (void)plan, (void)parameters, (void)count, (void)lines;
    throw_unsupported("explain");
  }
};

// One a process; made at the first call of the entry and never destroyed.
class driver {
 public:
  virtual ~driver() = default;
  virtual orm_capabilities capabilities() = 0;
  // What arguments point to is borrowed until the call returns, except the schema, which outlives the store.
  virtual std::unique_ptr<driver_store> open(const orm_open_arguments& arguments) = 0;
  virtual std::unique_ptr<driver_store> adopt(const orm_open_arguments& arguments, std::string_view kind,
                                              void* client) {
    (void)arguments, (void)client;
    throw_unsupported("clients of kind " + std::string(kind));
  }
};

namespace detail {

// What the host said of itself at entry; a driver's copy of this variable is its own (hidden visibility).
inline orm_host host_record = {};

inline void copy_text(char* to, std::size_t capacity, std::string_view text) {
  std::size_t size = std::min(text.size(), capacity - 1);
  if (size < text.size()) {
    while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80) --size;
  }
  std::memcpy(to, text.data(), size);
  to[size] = '\0';
}

inline std::int32_t report(orm_error* error, const driver_error& thrown) {
  if (error == nullptr || error->size < sizeof(orm_error)) return thrown.code();
  error->code = thrown.code();
  error->retryable = thrown.is_retryable() ? 1 : 0;
  error->outcome = static_cast<std::uint8_t>(thrown.outcome());
  error->model = thrown.model();
  error->field_count = static_cast<std::uint16_t>(std::min<std::size_t>(thrown.fields().size(), ORM_ERROR_FIELDS));
  std::copy_n(thrown.fields().begin(), error->field_count, error->fields);
  copy_text(error->native, sizeof error->native, thrown.native());
  copy_text(error->message, sizeof error->message, thrown.message());
  return thrown.code();
}

// The code of the exception being handled, with its details in error.
inline std::int32_t report_current(orm_error* error) noexcept {
  try {
    try {
      throw;
    } catch (const driver_error& thrown) {
      return report(error, thrown);
    } catch (const std::bad_alloc&) {
      return report(error, driver_error(ORM_OUT_OF_SPACE, "out of memory"));
    } catch (const std::exception& thrown) {
      return report(error, driver_error(ORM_DRIVER_FAILED, thrown.what()));
    } catch (...) {
      return report(error, driver_error(ORM_DRIVER_FAILED, "the driver threw something that is no exception"));
    }
  } catch (...) {
    return ORM_DRIVER_FAILED;  // not even the report could be made
  }
}

template <class Body>
std::int32_t guarded(orm_error* error, Body&& body) noexcept {
  try {
    body();
    return ORM_OK;
  } catch (...) {
    return report_current(error);
  }
}

// Writes as much of an answer as the caller's struct can take; its size stays the caller's.
template <class Struct>
void answer(Struct* out, const Struct& value) {
  const std::size_t head = sizeof out->size;
  const std::size_t size = std::min<std::size_t>(out->size, sizeof(Struct));
  if (size > head) {
    std::memcpy(reinterpret_cast<char*>(out) + head, reinterpret_cast<const char*>(&value) + head, size - head);
  }
}

// A struct of an older, smaller layout, completed with zeros; a current one as it is.
template <class Struct>
const Struct& completed(const Struct* given, Struct& storage) {
  if (given->size >= sizeof(Struct)) return *given;
  storage = Struct{};
  std::memcpy(&storage, given, given->size);
  return storage;
}

// What only drivers that declare it are asked: here, so that no other one passes over it.
inline void refuse_undeclared(const orm_statement& statement, std::uint64_t features) {
  if (statement.parent != nullptr && (features & ORM_CAN_LINKED_FINDS) == 0) throw_unsupported("linked finds");
  if (statement.join_count != 0 && (features & ORM_CAN_JOINED_FINDS) == 0) throw_unsupported("joined finds");
}

inline driver_session& session_of(orm_session* session) { return *reinterpret_cast<driver_session*>(session); }
inline driver_store& store_of(orm_store* store) { return *reinterpret_cast<driver_store*>(store); }
inline const driver_plan& plan_of(const orm_plan* plan) { return *reinterpret_cast<const driver_plan*>(plan); }

inline std::int32_t execute(orm_session* session, const orm_plan* plan, const orm_cell* parameters, std::uint32_t count,
                            orm_sink* sink, orm_error* error) noexcept {
  try {
    sink->affected = 0;
    session_of(session).execute(plan_of(plan), parameters, count, *sink);
    return ORM_OK;
  } catch (...) {
    return report_current(error);
  }
}

template <class Driver>
Driver& instance() {
  static Driver& only = *new Driver;  // never destroyed: stores may outlive the process's static objects
  return only;
}

template <class Driver>
const orm_driver& table(const char* name, const char* version) {
  static const orm_driver functions = [&] {
    orm_driver t = {};
    t.size = sizeof t;
    t.abi_major = ORM_ABI_MAJOR;
    t.abi_minor = ORM_ABI_MINOR;
    t.name = name;
    t.version = version;
    t.capabilities = [](orm_capabilities* out, orm_error* error) noexcept -> std::int32_t {
      return guarded(error, [&] { answer(out, instance<Driver>().capabilities()); });
    };
    t.open = [](const orm_open_arguments* arguments, orm_store** out, orm_error* error) noexcept -> std::int32_t {
      return guarded(error, [&] {
        orm_open_arguments storage;
        *out = reinterpret_cast<orm_store*>(instance<Driver>().open(completed(arguments, storage)).release());
      });
    };
    t.adopt = [](const orm_open_arguments* arguments, const char* kind, void* client, orm_store** out,
                 orm_error* error) noexcept -> std::int32_t {
      return guarded(error, [&] {
        orm_open_arguments storage;
        *out = reinterpret_cast<orm_store*>(
            instance<Driver>().adopt(completed(arguments, storage), kind, client).release());
      });
    };
    t.info = [](orm_store* store, orm_store_info* out, orm_error* error) noexcept -> std::int32_t {
      return guarded(error, [&] { answer(out, store_of(store).info()); });
    };
    t.close = [](orm_store* store) noexcept { delete &store_of(store); };
    t.session_open = [](orm_store* store, orm_session** out, orm_error* error) noexcept -> std::int32_t {
      return guarded(error, [&] { *out = reinterpret_cast<orm_session*>(store_of(store).open_session().release()); });
    };
    t.session_reset = [](orm_session* session, orm_error* error) noexcept -> std::int32_t {
      return guarded(error, [&] { session_of(session).reset_session(); });
    };
    t.session_close = [](orm_session* session) noexcept { delete &session_of(session); };
    t.compile = [](orm_store* store, const orm_statement* statement, orm_plan** out,
                   orm_error* error) noexcept -> std::int32_t {
      return guarded(error, [&] {
        orm_statement storage;
        const orm_statement& whole = completed(statement, storage);
        refuse_undeclared(whole, instance<Driver>().capabilities().features);
        *out = reinterpret_cast<orm_plan*>(store_of(store).compile(whole).release());
      });
    };
    t.release = [](orm_store*, orm_plan* plan) noexcept { delete &plan_of(plan); };
    t.execute = execute;
    t.batch = [](orm_session* session, orm_batch_item* items, std::uint32_t count,
                 orm_error* error) noexcept -> std::int32_t {
      return guarded(error, [&] { session_of(session).batch(items, count); });
    };
    t.begin = [](orm_session* session, std::uint32_t flags, std::uint32_t isolation,
                 orm_error* error) noexcept -> std::int32_t {
      return guarded(error, [&] { session_of(session).begin(flags, isolation); });
    };
    t.commit = [](orm_session* session, orm_error* error) noexcept -> std::int32_t {
      return guarded(error, [&] { session_of(session).commit(); });
    };
    t.rollback = [](orm_session* session, orm_error* error) noexcept -> std::int32_t {
      return guarded(error, [&] { session_of(session).rollback(); });
    };
    t.savepoint = [](orm_session* session, std::uint32_t action, std::uint32_t depth,
                     orm_error* error) noexcept -> std::int32_t {
      return guarded(error, [&] { session_of(session).savepoint(static_cast<orm_savepoint_action>(action), depth); });
    };
    t.push = [](orm_session* session, std::uint32_t flags, const orm_text_sink* sink,
                orm_error* error) noexcept -> std::int32_t {
      return guarded(error, [&] { session_of(session).push(flags, text_sink(sink)); });
    };
    t.reset = [](orm_session* session, orm_error* error) noexcept -> std::int32_t {
      return guarded(error, [&] { session_of(session).reset(); });
    };
    t.purge = [](orm_session* session, std::int64_t now, std::uint64_t* removed,
                 orm_error* error) noexcept -> std::int32_t {
      return guarded(error, [&] { *removed = session_of(session).purge(now); });
    };
    t.introspect = [](orm_session* session, orm_sink* sink, orm_error* error) noexcept -> std::int32_t {
      return guarded(error, [&] { session_of(session).introspect(*sink); });
    };
    t.explain = [](orm_store* store, const orm_plan* plan, const orm_cell* parameters, std::uint32_t count,
                   const orm_text_sink* sink, orm_error* error) noexcept -> std::int32_t {
      return guarded(error, [&] { store_of(store).explain(plan_of(plan), parameters, count, text_sink(sink)); });
    };
    t.cancel = [](orm_session* session) noexcept { session_of(session).cancel(); };
    return t;
  }();
  return functions;
}

template <class Driver>
const orm_driver* enter(const orm_host* host, orm_error* error, const char* name, const char* version) noexcept {
  const std::int32_t code = guarded(error, [&] {
    if (host->abi_major != ORM_ABI_MAJOR) {
      throw driver_error(ORM_DRIVER_INCOMPATIBLE, "driver \"" + std::string(name) + "\" is built for ABI " +
                                                      std::to_string(ORM_ABI_MAJOR) + ", the host speaks ABI " +
                                                      std::to_string(host->abi_major) + ": install a matching build");
    }
    host_record = orm_host{};
    std::memcpy(&host_record, host, std::min<std::size_t>(host->size, sizeof host_record));
    instance<Driver>();
  });
  return code == ORM_OK ? &table<Driver>(name, version) : nullptr;
}

}  // namespace detail

// Tells the host something; level: 0 debug .. 3 error.
inline void log(std::int32_t level, const std::string& message) {
  if (detail::host_record.log != nullptr) {
    detail::host_record.log(detail::host_record.context, level, message.c_str());
  }
}

inline void driver_session::batch(orm_batch_item* items, std::uint32_t count) {
  for (std::uint32_t i = 0; i < count; ++i) {
    const orm_batch_item& item = detail::strided(items, i);
    const std::int32_t code = detail::execute(reinterpret_cast<orm_session*>(this), item.plan, item.parameters,
                                              item.parameter_count, item.sink, item.error);
    if (item.error != nullptr) item.error->code = code;
  }
}

}  // namespace orm::sdk

// Defines the entry point and the ELF note. Once a driver, in global scope.
#define ORM_EXPORT_DRIVER(DRIVER_TYPE, NAME, VERSION)                                                                 \
  extern "C" {                                                                                                        \
  ORM_DRIVER_NOTE(NAME, VERSION);                                                                                     \
  __attribute__((visibility("default"))) const orm_driver* orm_driver_entry(const orm_host* host, orm_error* error) { \
    return ::orm::sdk::detail::enter<DRIVER_TYPE>(host, error, NAME, VERSION);                                        \
  }                                                                                                                   \
  }                                                                                                                   \
  static_assert(sizeof(NAME) <= sizeof(orm_note::name) && sizeof(VERSION) <= sizeof(orm_note::version))

#endif
