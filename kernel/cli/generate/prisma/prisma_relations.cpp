// Relation fields of a Prisma schema: one edge per foreign key, however many relations and references lead over it.
#include "prisma_relations.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace orm::cli {

namespace {

// child.child_field = parent.parent_field
struct edge {
  std::uint32_t child, child_field, parent, parent_field;
  const relation* on_child = nullptr;   // the belongsTo that becomes the child's field
  const relation* on_parent = nullptr;  // the hasOne or hasMany that becomes the parent's
  std::string child_name, parent_name;

  auto key() const { return std::tie(child, child_field, parent, parent_field); }
};

class relation_builder {
 public:
  relation_builder(const schema& schema, const prisma_names& names, bool named_keys)
      : schema_(schema), names_(names), named_keys_(named_keys) {
    result_.fields.resize(schema.models().size());
    result_.comments.resize(schema.models().size());
    for (const std::vector<std::string>& fields : names.fields)
      scopes_.emplace_back(std::set(fields.begin(), fields.end()));
  }

  prisma_relations build() {
    collect();
    choose_declared();
    name_fields();
    for (std::size_t i = 0; i < edges_.size(); ++i) write(i);
    return std::move(result_);
  }

 private:
  const field& field_of(std::uint32_t model, std::uint32_t index) const {
    return schema_.models()[model].fields[index];
  }
  bool is_single(const edge& edge) const {
    const field& key = field_of(edge.child, edge.child_field);
    return key.id || key.unique;
  }

  edge& at(std::uint32_t child, std::uint32_t child_field, std::uint32_t parent, std::uint32_t parent_field) {
    const edge wanted{child, child_field, parent, parent_field, nullptr, nullptr, {}, {}};
    const auto found = std::ranges::find(edges_, wanted.key(), &edge::key);
    return found != edges_.end() ? *found : edges_.emplace_back(wanted);
  }

  edge& along(const relation& relation) {
    return relation.kind == relation_kind::belongs_to
               ? at(relation.from_model, relation.local_field, relation.to_model, relation.remote_field)
               : at(relation.to_model, relation.remote_field, relation.from_model, relation.local_field);
  }

  void collect() {
    for (std::uint32_t m = 0; m < schema_.models().size(); ++m) {
      const model& model = schema_.models()[m];
      for (std::uint32_t f = 0; f < model.fields.size(); ++f) {
        const field& key = model.fields[f];
        if (key.references_model != no_index) at(m, f, key.references_model, key.references_field);
      }
    }
    for (const relation& relation : schema_.relations()) {
      if (relation.kind == relation_kind::many_to_many) {
        at(relation.through_model, relation.through_local, relation.from_model, relation.local_field);
        at(relation.through_model, relation.through_remote, relation.to_model, relation.remote_field);
      } else {
        along(relation);
      }
    }
  }

  // Of several relations over one key the one that says most becomes the field: a hasMany, unless the key is unique.
  void choose_declared() {
    for (const relation& relation : schema_.relations()) {
      if (relation.kind == relation_kind::many_to_many) {
        comment(relation, "manyToMany through " + names_.models[relation.through_model]);
        continue;
      }
      edge& edge = along(relation);
      const struct relation*& side = relation.kind == relation_kind::belongs_to ? edge.on_child : edge.on_parent;
      const bool fits =
          relation.kind == relation_kind::belongs_to || (relation.kind == relation_kind::has_one) == is_single(edge);
      if (fits && side == nullptr) {
        side = &relation;
      } else {
        comment(relation, std::string(to_string(relation.kind)) + " on the key of another relation");
      }
    }
  }

  void comment(const relation& relation, const std::string& why) {
    result_.comments[relation.from_model].push_back(names_.models[relation.from_model] + "." + relation.name + ": " +
                                                    names_.models[relation.to_model] + ", " + why +
                                                    ", is no relation of Prisma's");
  }

  // Declared names first, so that no invented one takes them.
  void name_fields() {
    for (const relation& relation : schema_.relations()) {
      if (relation.kind == relation_kind::many_to_many) continue;
      edge& edge = along(relation);
      if (edge.on_child == &relation) edge.child_name = scopes_[edge.child].claim(identifier(relation.name, "r"));
      if (edge.on_parent == &relation) edge.parent_name = scopes_[edge.parent].claim(identifier(relation.name, "r"));
    }
    for (edge& edge : edges_) {
      if (edge.child_name.empty()) edge.child_name = scopes_[edge.child].claim(name_for_child(edge));
      if (edge.parent_name.empty()) edge.parent_name = scopes_[edge.parent].claim(name_for_parent(edge));
    }
  }

  // ownerId -> owner
  std::string name_for_child(const edge& edge) const {
    std::string name = names_.fields[edge.child][edge.child_field];
    for (const std::string_view ending : {"_id", "Id"}) {
      if (name.size() > ending.size() && name.ends_with(ending)) return name.substr(0, name.size() - ending.size());
    }
    return with_small_letter(names_.models[edge.parent]);
  }

  // post -> posts, or postsByReviewer where posts is taken
  std::string name_for_parent(const edge& edge) const {
    const std::string name = with_small_letter(names_.models[edge.child]) + (is_single(edge) ? "" : "s");
    return scopes_[edge.parent].has(name) ? name + "By" + with_capital(edge.child_name) : name;
  }

  // Where two models are related more than once, and from a model to itself, Prisma tells relations apart by name.
  std::string relation_name(const edge& edge) const {
    const auto same_pair = [&](const struct edge& other) {
      return std::minmax(other.child, other.parent) == std::minmax(edge.child, edge.parent);
    };
    if (edge.child != edge.parent && std::ranges::count_if(edges_, same_pair) == 1) return {};
    return "\"" + names_.models[edge.child] + "_" + edge.child_name + "\"";
  }

  void write(std::size_t index) {
    const edge& edge = edges_[index];
    const field& key = field_of(edge.child, edge.child_field);
    const bool referenced = key.references_model == edge.parent && key.references_field == edge.parent_field;
    const on_delete action = referenced ? key.on_delete : on_delete::no_action;
    const std::string name = relation_name(edge);
    std::string attribute = "@relation(" + (name.empty() ? "" : name + ", ") + "fields: [" +
                            names_.fields[edge.child][edge.child_field] + "], references: [" +
                            names_.fields[edge.parent][edge.parent_field] + "], onDelete: " +
                            (action == on_delete::cascade    ? "Cascade"
                             : action == on_delete::set_null ? "SetNull"
                                                             : "NoAction") +
                            ", onUpdate: NoAction";
    const auto same_key = [&](const struct edge& other) {
      return other.child == edge.child && other.child_field == edge.child_field;
    };
    const auto before = edges_.begin() + static_cast<std::ptrdiff_t>(index);
    if (named_keys_ && std::find_if(edges_.begin(), before, same_key) != before) {
      attribute += ", map: \"" + names_.models[edge.child] + "_" + edge.child_name + "_fkey\"";
    }
    result_.fields[edge.child].push_back(
        {edge.child_name, names_.models[edge.parent] + (key.nullable ? "?" : ""), attribute + ")"});
    result_.fields[edge.parent].push_back({edge.parent_name, names_.models[edge.child] + (is_single(edge) ? "?" : "[]"),
                                           name.empty() ? "" : "@relation(" + name + ")"});
  }

  const schema& schema_;
  const prisma_names& names_;
  const bool named_keys_;
  std::vector<edge> edges_;
  std::vector<name_scope> scopes_;
  prisma_relations result_;
};

}  // namespace

prisma_relations relations_of(const schema& schema, const prisma_names& names, bool named_keys) {
  return relation_builder(schema, names, named_keys).build();
}

}  // namespace orm::cli
