// One relation: which fields of which models it joins.
#include "schema/builder.hpp"
#include "schema/identifier.hpp"
#include "schema/names.hpp"
#include "text/nearest.hpp"

namespace orm::detail {
namespace {

// A relation under construction; path is its key path.
struct relation_builder {
  const builder& to;
  const relation_declaration& declared;
  const std::string& path;

  void require(const std::string& text, std::string_view key) const {
    if (text.empty()) to.fail(path, "missing key " + in_quotes(key));
  }

  void refuse(const std::string& text, const std::string& key, std::string_view kinds) const {
    if (!text.empty()) to.fail(path + '.' + key, "only a relation of kind " + std::string(kinds) + " has it");
  }

  // The field of `joined` that a foreign key of `owner` leads to: what it references there, else the id.
  std::uint32_t join_field(std::uint32_t owner, std::uint32_t foreign_key, std::uint32_t joined,
                           const std::string& key) const {
    const field& from = to.models[owner].fields[foreign_key];
    const orm::model& target = to.models[joined];
    const std::uint32_t index = from.references_model == joined ? from.references_field : target.id;
    const field& found = target.fields[index];
    if (found.type != from.type)
      to.fail(path + '.' + key, in_quotes(from.name) + " of type " + std::string(to_string(from.type)) +
                                    " can't join " + in_quotes(target.name + '.' + found.name) + " of type " +
                                    std::string(to_string(found.type)));
    return index;
  }

  void resolve_direct(relation& made) const {
    require(declared.foreign_key, "foreignKey");
    refuse(declared.through, "through", "manyToMany");
    refuse(declared.from, "from", "manyToMany");
    refuse(declared.to, "to", "manyToMany");
    const std::string key_path = path + ".foreignKey";
    if (made.kind == relation_kind::belongs_to) {
      made.local_field = to.find_field(made.from_model, declared.foreign_key, key_path);
      made.remote_field = join_field(made.from_model, made.local_field, made.to_model, "foreignKey");
    } else {
      made.remote_field = to.find_field(made.to_model, declared.foreign_key, key_path);
      made.local_field = join_field(made.to_model, made.remote_field, made.from_model, "foreignKey");
    }
  }

  void resolve_through(relation& made) const {
    refuse(declared.foreign_key, "foreignKey", "belongsTo, hasOne or hasMany");
    require(declared.through, "through");
    require(declared.from, "from");
    require(declared.to, "to");
    made.through_model = to.find_model(declared.through, path + ".through");
    made.through_local = to.find_field(made.through_model, declared.from, path + ".from");
    made.through_remote = to.find_field(made.through_model, declared.to, path + ".to");
    if (made.through_local == made.through_remote) to.fail(path + ".to", "is the same field as \"from\"");
    made.local_field = join_field(made.through_model, made.through_local, made.from_model, "from");
    made.remote_field = join_field(made.through_model, made.through_remote, made.to_model, "to");
  }
};

}  // namespace

void resolve_relation(builder& to, std::uint32_t model, const relation_declaration& declared) {
  const std::string path = to.model_path(model) + ".relations." + declared.name;
  if (const auto problem = member_name_problem(declared.name); !problem.empty()) to.fail(path, problem);
  orm::model& owner = to.models[model];
  if (owner.find_field(declared.name) != no_index)
    to.fail(path, "there is a field of this name, and a relation is selected like a field");
  for (const std::uint32_t other : owner.relations) {
    if (to.relations[other].name == declared.name) to.fail(path, "there is already a relation of this name");
  }

  const relation_builder parts{to, declared, path};
  parts.require(declared.kind, "kind");
  const auto kind = find_relation_kind(declared.kind);
  if (!kind)
    to.fail(path + ".kind", "unknown kind " + in_quotes(declared.kind) + suggest(declared.kind, relation_kind_words()));
  parts.require(declared.target, "target");
  relation made;
  made.name = declared.name;
  made.kind = *kind;
  made.from_model = model;
  made.to_model = to.find_model(declared.target, path + ".target");
  if (made.kind == relation_kind::many_to_many) {
    parts.resolve_through(made);
  } else {
    parts.resolve_direct(made);
  }
  owner.relations.push_back(static_cast<std::uint32_t>(to.relations.size()));
  to.relations.push_back(std::move(made));
}

}  // namespace orm::detail
