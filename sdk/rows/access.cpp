// Choosing a key by what the filter pins and the order asks for.
#include <orm/sdk/rows/access.hpp>

#include <algorithm>

namespace orm::sdk {
namespace {

bool is_range(const orm_node& node) { return node.kind >= ORM_NODE_LT && node.kind <= ORM_NODE_GE; }

// What one filter says about single fields.
class field_terms {
 public:
  explicit field_terms(const access_question& question) : question_(question), positions_(conjuncts(question.nodes)) {}

  // The first usable node of that field whose kind passes.
  template <class Passes>
  const orm_node* find(std::uint32_t field, Passes passes) const {
    for (const std::uint32_t position : positions_) {
      const orm_node& node = question_.nodes[position];
      if (node.operand == field && (node.flags & ORM_NODE_INSENSITIVE) == 0 && passes(node)) return &node;
    }
    return nullptr;
  }
  const orm_node* find(std::uint32_t field, orm_node_kind kind) const {
    return find(field, [&](const orm_node& node) { return node.kind == kind; });
  }

  // Whether all rows have one value of the field, and the parameter that says which (ORM_NONE: null).
  bool pins(std::uint32_t field, std::uint32_t& parameter) const {
    if (field == question_.relation_field) {
      parameter = relation_key;
      return true;
    }
    const orm_node* node = find(field, [](const orm_node& candidate) {
      return candidate.kind == ORM_NODE_EQ || candidate.kind == ORM_NODE_IS_NULL;
    });
    if (node == nullptr) return false;
    parameter = node->kind == ORM_NODE_EQ ? node->parameter : ORM_NONE;
    return true;
  }

  std::size_t count() const { return positions_.size(); }

 private:
  const access_question& question_;
  std::vector<std::uint32_t> positions_;
};

// Whether walking (fields, id) yields the order that was asked for. A field that the filter pins has one value and
// stands in no order's way.
bool yields_order(const access_question& question, const field_terms& terms, const access_key& key, bool& backward) {
  std::vector<std::uint32_t> sequence = key.fields;
  sequence.push_back(question.id);
  std::size_t at = 0;
  bool directed = false;
  std::uint32_t ignored = 0;
  for (const orm_order& wanted : question.order) {
    if (terms.pins(wanted.field, ignored)) continue;
    while (at < sequence.size() && terms.pins(sequence[at], ignored)) ++at;
    if (at == sequence.size()) return true;  // one row at most for what is pinned
    const bool descending = wanted.descending != 0;
    if (sequence[at] != wanted.field || (directed && descending != backward)) return false;
    directed = true;
    backward = descending;
    if (wanted.field == question.id) return true;
    ++at;
  }
  return true;
}

// How good a path is: equal leading fields first, then what bounds the next field, then the order.
int rank(const access_path& path) {
  const bool bounded = path.lower != ORM_NONE || path.upper != ORM_NONE || path.prefix != ORM_NONE;
  return static_cast<int>(path.equal.size()) * 100 +
         (path.list != ORM_NONE ? 60
          : bounded             ? 50
                                : 0) +
         (path.ordered ? 20 : 0);
}

void bound_next_field(const field_terms& terms, std::uint32_t field, access_path& path) {
  if (const orm_node* in = terms.find(field, ORM_NODE_IN)) {
    path.list = in->parameter;
  } else if (const orm_node* starts = terms.find(field, ORM_NODE_STARTS_WITH)) {
    path.prefix = starts->parameter;
  } else {
    const auto lower = [](const orm_node& node) { return is_range(node) && node.kind >= ORM_NODE_GT; };
    const auto upper = [](const orm_node& node) { return is_range(node) && node.kind <= ORM_NODE_LE; };
    if (const orm_node* node = terms.find(field, lower)) {
      path.lower = node->parameter;
      path.lower_open = node->kind == ORM_NODE_GT;
    }
    if (const orm_node* node = terms.find(field, upper)) {
      path.upper = node->parameter;
      path.upper_open = node->kind == ORM_NODE_LT;
    }
  }
}

access_path path_by_index(const access_question& question, const field_terms& terms, std::uint32_t position) {
  const access_key& key = question.keys[position];
  access_path path;
  path.kind = access_kind::index;
  path.key = position;
  std::uint32_t parameter = 0;
  for (const std::uint32_t field : key.fields) {
    if (!terms.pins(field, parameter)) {
      bound_next_field(terms, field, path);
      break;
    }
    path.equal.push_back(parameter);
  }
  path.ordered = path.list == ORM_NONE && yields_order(question, terms, key, path.backward);
  if (!path.ordered) path.backward = false;
  return path;
}

// A unique key that is pinned as a whole, or one of a single field with a list of values.
bool path_by_unique(const access_question& question, const field_terms& terms, std::uint32_t position,
                    access_path& path) {
  const access_key& key = question.keys[position];
  std::vector<std::uint32_t> equal;
  for (const std::uint32_t field : key.fields) {
    std::uint32_t parameter = 0;
    if (terms.pins(field, parameter) && parameter != ORM_NONE) equal.push_back(parameter);
  }
  const orm_node* list = key.fields.size() == 1 ? terms.find(key.fields[0], ORM_NODE_IN) : nullptr;
  const bool whole = equal.size() == key.fields.size();
  if (!whole && list == nullptr) return false;
  path = {};
  path.kind = access_kind::unique;
  path.key = position;
  if (whole) {
    path.equal = std::move(equal);
    const bool by_relation = std::find(path.equal.begin(), path.equal.end(), relation_key) != path.equal.end();
    path.exact = terms.count() == path.equal.size() - (by_relation ? 1 : 0);
    path.ordered = true;  // one row
  } else {
    path.list = list->parameter;
    path.exact = terms.count() == 1;
    path.ordered = question.order.empty();
  }
  return true;
}

}  // namespace

std::uint32_t unique_key_of(std::span<const access_key> keys, std::span<const std::uint32_t> fields) {
  for (std::uint32_t i = 0; i < keys.size(); ++i) {
    const std::vector<std::uint32_t>& of_key = keys[i].fields;
    if (keys[i].unique && std::is_permutation(of_key.begin(), of_key.end(), fields.begin(), fields.end())) return i;
  }
  return ORM_NONE;
}

std::vector<std::uint32_t> conjuncts(std::span<const orm_node> nodes) {
  std::vector<std::uint32_t> found;
  std::vector<std::uint32_t> open;
  if (!nodes.empty()) open.push_back(static_cast<std::uint32_t>(nodes.size()) - 1);
  while (!open.empty()) {
    const std::uint32_t i = open.back();
    open.pop_back();
    if (nodes[i].kind != ORM_NODE_AND) {
      found.push_back(i);
      continue;
    }
    std::uint32_t end = i;
    for (std::uint32_t k = 0; k < nodes[i].operand; ++k) {
      open.push_back(end - 1);
      end -= nodes[end - 1].span;
    }
  }
  return found;
}

access_path choose_access(const access_question& question) {
  const field_terms terms(question);
  access_path best;
  for (std::uint32_t i = 0; i < question.keys.size(); ++i) {
    if (question.keys[i].unique && path_by_unique(question, terms, i, best) && best.list == ORM_NONE) return best;
  }
  if (best.kind == access_kind::unique) return best;
  best.ordered = question.order.empty();
  int best_rank = 0;
  for (std::uint32_t i = 0; i < question.keys.size(); ++i) {
    if (!question.keys[i].ordered) continue;
    access_path path = path_by_index(question, terms, i);
    const int path_rank = rank(path) - (question.order.empty() ? 20 : 0);  // any path yields no order
    if (path_rank > best_rank) {
      best_rank = path_rank;
      best = std::move(path);
    }
  }
  return best;
}

}  // namespace orm::sdk
