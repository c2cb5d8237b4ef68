// The smallest driver that is of use: copy this directory, and write your store where the notes are.
//
// It keeps what it is given in a list, finds it again one by one, and refuses all else. Read it from the bottom up: the
// entry point, the driver, the store, the session, the plan. orm/sdk/driver.hpp says what may be overridden besides,
// orm/sdk/driver.h what every statement means.
#include <orm/sdk/driver.hpp>
#include <orm/sdk/rows/filter.hpp>
#include <orm/sdk/rows/keys.hpp>
#include <orm/sdk/value/arena.hpp>
#include <orm/sdk/value/cells.hpp>

#include <algorithm>
#include <list>
#include <memory>
#include <mutex>
#include <vector>

namespace {

namespace sdk = orm::sdk;

// ---- the plan: a statement, checked and copied ------------------------------------------------------------------

// What compile() is given is borrowed until it returns, so a plan copies what it needs. Plans are used by many threads:
// nothing in them changes.
struct notes_plan final : sdk::driver_plan {
  notes_plan(const orm_schema& schema, const orm_statement& statement)
      : kind(statement.kind),
        model(statement.model),
        filter(schema, statement.model, sdk::filter(statement), sdk::relation_filters::refused),
        output(statement.output, statement.output + statement.output_count),
        columns(statement.columns, statement.columns + statement.column_count) {}

  std::uint16_t kind;
  std::uint32_t model;
  sdk::filter_program filter;  // of the toolkit orm::rows: the meaning of filters, written once
  std::vector<std::uint32_t> output;
  std::vector<std::uint32_t> columns;
};

// ---- the session: one connection --------------------------------------------------------------------------------

struct note {
  sdk::cell_arena texts;
  std::vector<orm_cell> cells;  // one a field of the model
};

struct notes {
  std::mutex mutex;
  std::vector<std::list<note>> by_model;
};

class notes_session final : public sdk::driver_session {
 public:
  notes_session(const orm_schema& schema, notes& all) : schema_(schema), all_(all) {}

  void execute(const sdk::driver_plan& of, const orm_cell* parameters, std::uint32_t count, orm_sink& sink) override {
    const auto& plan = static_cast<const notes_plan&>(of);
    const std::lock_guard lock(all_.mutex);
    plan.kind == ORM_FIND ? find(plan, parameters, sink) : insert(plan, parameters, count, sink);
  }

  void reset() override {
    const std::lock_guard lock(all_.mutex);
    for (std::list<note>& each : all_.by_model) each.clear();
  }

 private:
  // Cells that are pushed are borrowed until the sink returns; it answers false when it has enough.
  void find(const notes_plan& plan, const orm_cell* parameters, orm_sink& sink) {
    sdk::filter_run filter(plan.filter, parameters, nullptr);
    for (const note& each : all_.by_model[plan.model]) {
      if (!filter.matches(each.cells.data())) continue;
      std::vector<orm_cell> cells;
      for (const std::uint32_t field : plan.output) cells.push_back(each.cells[field]);
      if (!sdk::push_row(sink, cells.data(), static_cast<std::uint32_t>(cells.size()))) return;
    }
  }

  // All or nothing: the rows are made and judged apart, and change hands when nothing can fail any more. Parameters are
  // borrowed, so that what stays is copied.
  void insert(const notes_plan& plan, const orm_cell* parameters, std::uint32_t count, orm_sink& sink) {
    const std::size_t width = plan.columns.size();
    std::list<note> added;
    for (std::size_t i = 0; i < count / width; ++i) {
      note made = note_of(plan, parameters + i * width);
      if (is_taken(all_.by_model[plan.model], plan.model, made) || is_taken(added, plan.model, made)) {
        sdk::throw_key_taken(model_of(plan), plan.model, {&model_of(plan).id, 1});
      }
      added.push_back(std::move(made));
    }
    sink.affected = added.size();
    std::int64_t ordinal = 0;  // an INSERT answers each row's ordinal, then the output
    for (const note& each : added) {
      std::vector<orm_cell> cells{sdk::integer_cell(ordinal++)};
      for (const std::uint32_t field : plan.output) cells.push_back(each.cells[field]);
      if (plan.output.empty()) break;
      if (sdk::push_row(sink, cells.data(), static_cast<std::uint32_t>(cells.size()))) continue;
      throw sdk::driver_error(ORM_CANCELLED, "the caller wanted no further row").outcome(ORM_OUTCOME_ROLLED_BACK);
    }
    all_.by_model[plan.model].splice(all_.by_model[plan.model].end(), added);
  }

  note note_of(const notes_plan& plan, const orm_cell* values) const {
    note made;
    made.cells.assign(model_of(plan).field_count, sdk::null_cell());
    for (std::size_t i = 0; i < plan.columns.size(); ++i) made.cells[plan.columns[i]] = made.texts.copy(values[i]);
    sdk::check_key_limits(model_of(plan), plan.model, sdk::keys_of(model_of(plan)), made.cells.data());
    return made;
  }

  bool is_taken(const std::list<note>& among, std::uint32_t model, const note& made) const {
    const std::uint32_t id = sdk::model(schema_, model).id;
    return std::any_of(among.begin(), among.end(),
                       [&](const note& each) { return sdk::equal_cells(each.cells[id], made.cells[id]); });
  }

  const orm_model& model_of(const notes_plan& plan) const { return sdk::model(schema_, plan.model); }

  const orm_schema& schema_;
  notes& all_;
};

// ---- the store: one schema, opened ------------------------------------------------------------------------------

class notes_store final : public sdk::driver_store {
 public:
  // The schema outlives the store; nothing else in the arguments does. What the driver can't keep it refuses now: the
  // only unique key here is the id, and nothing expires.
  explicit notes_store(const orm_schema& schema) : schema_(schema) {
    all_.by_model.resize(schema.model_count);
    for (std::uint32_t i = 0; i < schema.model_count; ++i) {
      const orm_model& model = sdk::model(schema, i);
      if (sdk::has_expiry(model)) sdk::throw_unsupported("rows that expire");
      if (sdk::is_increment(sdk::field(model, model.id))) sdk::throw_unsupported("increment ids");
      for (const sdk::model_key& key : sdk::keys_of(model)) {
        if (key.unique && key.fields != std::vector<std::uint32_t>{model.id}) {
          sdk::throw_unsupported("the unique key " + sdk::key_name(model, key.fields));
        }
      }
    }
  }

  std::unique_ptr<sdk::driver_session> open_session() override {
    return std::make_unique<notes_session>(schema_, all_);
  }

  // Refuse here, with UNSUPPORTED, whatever the driver does not do: never ignore a part of a statement.
  std::unique_ptr<sdk::driver_plan> compile(const orm_statement& statement) override {
    if (statement.kind != ORM_FIND && statement.kind != ORM_INSERT) sdk::throw_unsupported("this kind of statement");
    if (statement.order_count > 0 || statement.distinct_count > 0 || statement.cursor_count > 0 ||
        statement.take != ORM_NONE || statement.skip != ORM_NONE) {
      sdk::throw_unsupported("pages");
    }
    const std::uint32_t known = ORM_STATEMENT_UNIQUE;  // a promise about the filter, which needs nothing from us
    if (statement.kind == ORM_INSERT && statement.column_count == 0) sdk::throw_unsupported("rows without columns");
    if ((statement.flags & ~known) != 0) sdk::throw_unsupported("this form of the statement");
    return std::make_unique<notes_plan>(schema_, statement);
  }

 private:
  const orm_schema& schema_;
  notes all_;
};

// ---- the driver: what it can do, and how a store is opened ------------------------------------------------------

class notes_driver final : public sdk::driver {
 public:
  // The kernel plans by this, and the conformance kit holds the driver to it. Nothing declared is the honest start.
  orm_capabilities capabilities() override {
    orm_capabilities can{};
    can.size = sizeof can;
    return can;
  }

  // Options are the keys of orm.toml's [schemas.NAME] besides file and driver. One that is not known is an error.
  std::unique_ptr<sdk::driver_store> open(const orm_open_arguments& arguments) override {
    if (arguments.option_count > 0) {
      throw sdk::driver_error(ORM_INVALID_CONFIG, "driver notes has no option \"" +
                                                      std::string(sdk::text_view(arguments.options[0].name)) + "\"");
    }
    return std::make_unique<notes_store>(*arguments.schema);
  }
};

}  // namespace

// The entry point and the note that says what the file is, so that it is listed without being run.
ORM_EXPORT_DRIVER(notes_driver, "notes", "0.1.0");
