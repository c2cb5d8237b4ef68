// From the postfix nodes of a filter to the tests of a filter_program.
#include <orm/sdk/driver.hpp>
#include <orm/sdk/rows/filter.hpp>

#include <string>

namespace orm::sdk {
namespace {

// A run calls itself once for each relation inside a relation; a request has 200 levels at most.
constexpr std::uint32_t relation_depth_limit = 200;

[[noreturn]] void throw_malformed(std::string_view what) {
  throw driver_error(ORM_INVALID_QUERY, "the filter is malformed: " + std::string(what));
}

bool is_relation(const orm_node& node) { return node.kind == ORM_NODE_SOME || node.kind == ORM_NODE_IS; }

bool needs_text(const orm_node& node) {
  return (node.kind >= ORM_NODE_CONTAINS && node.kind <= ORM_NODE_ENDS_WITH) ||
         (node.flags & ORM_NODE_INSENSITIVE) != 0;
}

bool is_text(const orm_field& field) { return field.type == ORM_FIELD_STRING || field.type == ORM_FIELD_ENUM; }

std::uint32_t operand_count(const orm_node& node) {
  if (node.kind == ORM_NODE_AND || node.kind == ORM_NODE_OR) return node.operand;
  return node.kind == ORM_NODE_NOT || is_relation(node) ? 1 : 0;
}

}  // namespace

// Nodes stand after their operands. So one pass upwards finds where each subtree begins, and one pass downwards where
// each node goes on to; neither needs a stack, however deep the filter is.
class filter_compiler {
 public:
  filter_compiler(const orm_schema& schema, std::uint32_t model, std::span<const orm_node> nodes,
                  relation_filters relations, filter_program& program)
      : schema_(schema), nodes_(nodes), relations_(relations), program_(program), states_(nodes.size()) {
    states_.back() = {filter_program::accept, filter_program::reject, 0, 0, model, 0};
  }

  void run() {
    for (std::uint32_t i = 0; i < nodes_.size(); ++i) enter(i);
    if (nodes_.back().span != nodes_.size()) throw_malformed("it has more than one root");
    for (auto i = static_cast<std::uint32_t>(nodes_.size()); i-- > 0;) direct(i);
    program_.entry_ = states_.back().entry;
  }

 private:
  struct state {
    std::uint32_t on_true;
    std::uint32_t on_false;
    std::uint32_t entry;  // the first test of the subtree
    std::uint32_t step;   // the node's own test
    std::uint32_t model;
    std::uint32_t depth;  // relations around it
  };

  // The operands of a node, last one first.
  template <class Visit>
  void for_each_operand(std::uint32_t i, Visit visit) {
    std::uint32_t end = i;  // one past the operand
    for (std::uint32_t k = 0; k < operand_count(nodes_[i]); ++k) {
      visit(end - 1);
      end -= nodes_[end - 1].span;
    }
  }

  // Checks the shape of the subtree that ends at i and gives tests their numbers.
  void enter(std::uint32_t i) {
    const orm_node& node = nodes_[i];
    if (node.kind < ORM_NODE_TRUE || node.kind > ORM_NODE_IS) {
      throw driver_error(ORM_UNSUPPORTED, "filter node of kind " + std::to_string(node.kind) + " is not known");
    }
    const bool joins = node.kind == ORM_NODE_AND || node.kind == ORM_NODE_OR;
    if (joins && node.operand == 0) throw_malformed("AND or OR without operands");
    std::uint32_t span = 1;
    std::uint32_t first = i;
    for (std::uint32_t k = 0; k < operand_count(node); ++k) {
      if (span > i) throw_malformed("operands are missing");
      first = i - span;
      span += nodes_[first].span;
    }
    if (node.span != span || span > i + 1) throw_malformed("a span does not fit");
    if (joins || node.kind == ORM_NODE_NOT) {
      states_[i].entry = states_[first].entry;
    } else {
      states_[i].step = states_[i].entry = static_cast<std::uint32_t>(program_.steps_.size());
      program_.steps_.push_back({});
    }
  }

  // Where node i goes on to is known: passes it on to its operands or writes its test.
  void direct(std::uint32_t i) {
    const orm_node& node = nodes_[i];
    const state self = states_[i];
    const auto hand_down = [&](std::uint32_t operand, std::uint32_t on_true, std::uint32_t on_false) {
      state& to = states_[operand];
      to.on_true = on_true;
      to.on_false = on_false;
      to.model = self.model;
      to.depth = self.depth;
    };
    if (node.kind == ORM_NODE_NOT) {
      hand_down(i - 1, self.on_false, self.on_true);
    } else if (node.kind == ORM_NODE_AND) {
      std::uint32_t next = self.on_true;
      for_each_operand(i, [&](std::uint32_t operand) {
        hand_down(operand, next, self.on_false);
        next = states_[operand].entry;
      });
    } else if (node.kind == ORM_NODE_OR) {
      std::uint32_t next = self.on_false;
      for_each_operand(i, [&](std::uint32_t operand) {
        hand_down(operand, self.on_true, next);
        next = states_[operand].entry;
      });
    } else {
      write_step(i, self);
    }
  }

  void write_step(std::uint32_t i, const state& self) {
    const orm_node& node = nodes_[i];
    filter_program::step& step = program_.steps_[self.step];
    step.kind = node.kind;
    step.mode = (node.flags & ORM_NODE_INSENSITIVE) != 0 ? text_case::insensitive : text_case::sensitive;
    step.operand = node.operand;
    step.parameter = node.parameter;
    step.on_true = self.on_true;
    step.on_false = self.on_false;
    if (is_relation(node)) {
      step.nested = states_[i - 1].entry;
      enter_relation(i, self);
    } else if (node.kind != ORM_NODE_TRUE && node.kind != ORM_NODE_FALSE) {
      const orm_model& on = model(schema_, self.model);
      if (node.operand >= on.field_count) throw_malformed("a field that the model does not have");
      if (node.kind != ORM_NODE_IS_NULL && node.parameter == ORM_NONE) throw_malformed("a parameter is missing");
      if (needs_text(node) && !is_text(field(on, node.operand))) throw_malformed("a text operator on another type");
    }
  }

  void enter_relation(std::uint32_t i, const state& self) {
    if (relations_ == relation_filters::refused) throw_unsupported("filters through relations");
    const std::uint32_t index = nodes_[i].operand;
    if (index >= schema_.relation_count || relation(schema_, index).from_model != self.model) {
      throw_malformed("a relation that the model does not have");
    }
    if (self.depth == relation_depth_limit) throw_malformed("too many relations inside each other");
    state& inner = states_[i - 1];
    inner.on_true = filter_program::accept;
    inner.on_false = filter_program::reject;
    inner.model = relation(schema_, index).to_model;
    inner.depth = self.depth + 1;
  }

  const orm_schema& schema_;
  std::span<const orm_node> nodes_;
  relation_filters relations_;
  filter_program& program_;
  std::vector<state> states_;
};

filter_program::filter_program(const orm_schema& schema, std::uint32_t model, std::span<const orm_node> nodes,
                               relation_filters relations) {
  if (!nodes.empty()) filter_compiler(schema, model, nodes, relations, *this).run();
}

}  // namespace orm::sdk
