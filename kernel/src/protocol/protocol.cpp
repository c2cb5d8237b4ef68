// The query protocol: dispatch of requests and operations.
#include <functional>
#include <map>
#include <utility>

#include "engine/engine.hpp"
#include "engine/transaction.hpp"
#include "json/document.hpp"
#include "orm/error.hpp"
#include "orm/store.hpp"
#include "protocol/model_request.hpp"
#include "protocol/query_reader.hpp"
#include "protocol/request_shape.hpp"
#include "protocol/response.hpp"
#include "text/nearest.hpp"

namespace orm {
namespace {

using namespace detail;

constexpr std::size_t most_request_bytes = std::size_t{64} << 20;
constexpr std::uint32_t most_request_depth = 200;
constexpr unsigned transaction_retries = 5;

isolation read_isolation(const json::node& node) {
  static constexpr std::pair<std::string_view, isolation> levels[] = {
      {"serializable", isolation::serializable},
      {"repeatableRead", isolation::repeatable_read},
      {"readCommitted", isolation::read_committed},
  };
  if (node.is(json::kind::string))
    for (const auto& [name, level] : levels)
      if (name == node.text()) return level;
  refuse_query("isolation must be one of serializable, repeatableRead, readCommitted");
}

// One request on one store, possibly inside a transaction. Answers the JSON behind "ok".
class responder {
 public:
  using schema_check = std::function<void(std::string_view)>;

  // name: what the request calls the schema. require_schema throws for one that is not open.
  responder(const store& on, std::string_view name, schema_check require_schema)
      : store_(on), engine_(on.engine()), name_(name), require_schema_(std::move(require_schema)) {}

  std::string respond(const json::node& request) {
    const auto op = find_member(request, "op");
    if (!op) refuse_query("a request needs \"op\"");
    if (!op->is(json::kind::string)) refuse_query("\"op\" must be a string");
    if (const auto operation = find_operation(op->text())) return run_model_request(nullptr, request, *operation);
    if (find_member(request, "model")) {
      if (!is_store_operation(op->text())) refuse_operation(op->text());
      refuse_query("\"" + std::string(op->text()) + "\" takes no model");
    }
    const auto args = find_member(request, "args");
    if (op->text() == "transaction") return transaction_request(args);
    if (op->text() == "batch") return batch_request(args);
    if (op->text() == "explain") return explain_request(args);
    if (!is_store_operation(op->text())) refuse_operation(op->text());
    if (args) expect_keys(*args, "args", {});
    if (op->text() == "push") return "{\"applied\":" + string_list(store_.push()) + "}";
    if (op->text() == "reset") return store_.reset(), "true";
    return capabilities_json(store_.capabilities());
  }

 private:
  static bool is_store_operation(std::string_view op) {
    return op == "transaction" || op == "batch" || op == "explain" || op == "push" || op == "reset" ||
           op == "capabilities";
  }

  [[noreturn]] static void refuse_operation(std::string_view op) {
    refuse_query("unknown op \"" + std::string(op) + "\"" +
                 did_you_mean(op, {"findUnique", "findFirst", "findOne", "findMany", "count", "aggregate", "create",
                                   "createMany", "update", "updateMany", "upsert", "delete", "deleteMany",
                                   "transaction", "batch", "push", "reset", "capabilities", "explain"}));
  }

  std::uint32_t model_of(const json::node& request) const {
    const auto name = find_member(request, "model");
    if (!name) refuse_query("a request on a model needs \"model\"");
    if (!name->is(json::kind::string)) refuse_query("\"model\" must be a string");
    const std::uint32_t model = store_.schema().find_model(name->text());
    if (model != no_index) return model;
    std::vector<std::string_view> known;
    for (const orm::model& each : store_.schema().models()) known.push_back(each.name);
    refuse_query("unknown model \"" + std::string(name->text()) + "\"" + did_you_mean(name->text(), known));
  }

  // A write that the kernel itself refused never left.
  template <class Body>
  static auto as_operation(ast::operation operation, Body body) {
    try {
      return body();
    } catch (error& failure) {
      if (writes(operation) && failure.outcome() == write_outcome::none) failure.ended(write_outcome::not_sent);
      throw;
    }
  }

  std::unique_ptr<model_request> read_model_request(const json::node& request, ast::operation operation) const {
    return as_operation(operation, [&] {
      const std::uint32_t model = model_of(request);
      try {
        return std::make_unique<model_request>(
            store_.schema(), read_query(store_.schema(), model, operation, find_member(request, "args")));
      } catch (error& failure) {
        if (failure.model().empty()) failure.at_model(store_.schema().models()[model].name);
        throw;
      }
    });
  }

  std::string run_model_request(transaction* inside, const json::node& request, ast::operation operation) {
    const auto read = read_model_request(request, operation);
    return as_operation(operation,
                        [&] { return read->answer(detail::run(engine_, inside, read->query(), read->to())); });
  }

  // A request inside a transaction or batch: on a model of this schema.
  ast::operation inner_operation(const json::node& request) const {
    expect_keys(request, "a request", {"schema", "model", "op", "args"});
    if (const auto schema = find_member(request, "schema")) {
      if (!schema->is(json::kind::string)) refuse_query("\"schema\" must be a string");
      require_schema_(schema->text());
      if (schema->text() != name_) refuse_query("the requests inside a request are on its own schema");
    }
    const auto op = find_member(request, "op");
    if (!op || !op->is(json::kind::string)) refuse_query("a request needs \"op\", a string");
    if (const auto operation = find_operation(op->text())) return *operation;
    if (is_store_operation(op->text()))
      refuse_query("\"" + std::string(op->text()) + "\" can't be inside another request");
    refuse_operation(op->text());
  }

  static json::node requests_of(const std::optional<json::node>& args, std::initializer_list<std::string_view> known) {
    if (!args) refuse_query("args.requests is required");
    expect_keys(*args, "args", known);
    const auto requests = find_member(*args, "requests");
    if (!requests) refuse_query("args.requests is required");
    expect_array(*requests, "requests");
    return *requests;
  }

  std::string transaction_request(const std::optional<json::node>& args) {
    const json::node requests = requests_of(args, {"requests", "atomic", "isolation"});
    isolation level = isolation::standard;
    if (const auto wanted = find_member(*args, "isolation")) level = read_isolation(*wanted);
    bool atomic = true;
    if (const auto wanted = find_member(*args, "atomic")) {
      if (!wanted->is(json::kind::boolean)) refuse_query("atomic must be true or false");
      atomic = wanted->boolean();
    }
    if (!atomic) return run_in_turn(nullptr, requests);
    if (!store_.capabilities().interactive_transactions)
      throw error(error_code::unsupported,
                  "the driver \"" + store_.capabilities().driver +
                      "\" has no transactions; \"atomic\":false runs the requests one after the other and keeps what "
                      "came before a failure")
          .from_driver(store_.capabilities().driver, "")
          .ended(write_outcome::not_sent);
    for (unsigned attempt = 0;; ++attempt) {
      try {
        transaction whole(engine_, level, 0);
        std::string results = run_in_turn(&whole, requests);
        whole.commit();
        return results;
      } catch (const error& failure) {
        // A transaction that is data can be run again: nothing of it happened.
        if (!may_run_again(failure, attempt, transaction_retries)) throw;
      }
    }
  }

  std::string run_in_turn(transaction* inside, const json::node& requests) {
    std::string results = "[";
    std::size_t index = 0;
    for (const json::node request : requests) {
      if (index > 0) results.push_back(',');
      try {
        results += run_model_request(inside, request, inner_operation(request));
      } catch (error& failure) {
        failure.at_index(index);
        if (inside) failure.ended(write_outcome::rolled_back);
        throw;
      }
      ++index;
    }
    return results + "]";
  }

  std::string batch_request(const std::optional<json::node>& args) {
    const json::node requests = requests_of(args, {"requests"});
    struct part {
      std::unique_ptr<model_request> read;
      std::exception_ptr refusal;
    };
    std::vector<part> parts;
    std::vector<batch_entry> entries;
    for (const json::node request : requests) {
      part& made = parts.emplace_back();
      try {
        made.read = read_model_request(request, inner_operation(request));
        entries.push_back({made.read->query(), made.read->to()});
      } catch (const error&) {
        made.refusal = std::current_exception();
      }
    }
    run_batch(engine_, nullptr, entries);
    std::string results = "[";
    auto entry = entries.begin();
    for (const part& each : parts) {
      if (results.size() > 1) results.push_back(',');
      try {
        if (each.refusal) std::rethrow_exception(each.refusal);
        const batch_entry& ran = *entry++;
        results += as_operation(ran.query->operation, [&] {
          if (ran.failure) std::rethrow_exception(ran.failure);
          return "{\"ok\":" + each.read->answer(ran.affected) + "}";
        });
      } catch (const error& failure) {
        results += "{\"error\":" + error_json(failure) + "}";
      }
    }
    return results + "]";
  }

  std::string explain_request(const std::optional<json::node>& args) {
    if (!args) refuse_query("args.request is required");
    expect_keys(*args, "args", {"request"});
    const auto request = find_member(*args, "request");
    if (!request) refuse_query("args.request is required");
    const ast::operation operation = inner_operation(*request);
    ast::query query = read_query(store_.schema(), model_of(*request), operation, find_member(*request, "args"));
    return "{\"plan\":" + string_list(explain(engine_, query)) + "}";
  }

  const store& store_;
  engine& engine_;
  std::string_view name_;
  schema_check require_schema_;
};

}  // namespace

struct protocol::implementation {
  std::string default_schema;
  std::map<std::string, store, std::less<>> stores;

  std::string respond(std::string_view line) const {
    if (line.size() > most_request_bytes)
      refuse_query("a request has at most " + std::to_string(most_request_bytes) + " bytes");
    const json::document document = parse(line);
    const json::node request = document.root();
    expect_keys(request, "a request", {"schema", "model", "op", "args"});
    std::string_view name = default_schema;
    if (const auto schema = find_member(request, "schema")) {
      if (!schema->is(json::kind::string)) refuse_query("\"schema\" must be a string");
      name = schema->text();
    } else if (name.empty() && stores.size() == 1) {
      name = stores.begin()->first;
    }
    if (name.empty()) refuse_query("a request needs \"schema\"");
    const auto require = [this](std::string_view wanted) { (void)store_of(wanted); };
    return "{\"ok\":" + responder(store_of(name), name, require).respond(request) + "}";
  }

 private:
  static json::document parse(std::string_view line) {
    try {
      return json::document(line, most_request_depth);
    } catch (const json::syntax_error& problem) {
      refuse_query(problem.what());
    }
  }

  const store& store_of(std::string_view name) const {
    if (const auto found = stores.find(name); found != stores.end()) return found->second;
    std::vector<std::string_view> known;
    for (const auto& [each, opened] : stores) known.push_back(each);
    throw error(error_code::missing_schema, "unknown schema \"" + std::string(name) + "\"" + suggest(name, known));
  }
};

protocol::protocol(std::string default_schema) : implementation_(std::make_unique<implementation>()) {
  implementation_->default_schema = std::move(default_schema);
}
protocol::~protocol() = default;
protocol::protocol(protocol&&) noexcept = default;
protocol& protocol::operator=(protocol&&) noexcept = default;

void protocol::add(std::string name, store opened) {
  implementation_->stores.insert_or_assign(std::move(name), std::move(opened));
}

std::string protocol::respond(std::string_view request) const {
  try {
    return implementation_->respond(request);
  } catch (const error& failure) {
    return "{\"error\":" + error_json(failure) + "}";
  } catch (const std::bad_alloc&) {
    return "{\"error\":" + error_json(error(error_code::out_of_space, "the process is out of memory")) + "}";
  } catch (const std::exception& failure) {
    return "{\"error\":" + error_json(error(error_code::driver_failed, failure.what())) + "}";
  }
}

}  // namespace orm
