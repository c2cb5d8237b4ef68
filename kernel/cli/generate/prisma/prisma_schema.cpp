// A schema as Prisma schema text.
#include "prisma_schema.hpp"

#include <algorithm>
#include <set>

#include "orm/error.hpp"
#include "prisma_relations.hpp"

namespace orm::cli {

namespace {

constexpr const char* default_namespace = "public";  // of PostgreSQL

std::string documentation(const std::string& text, const char* indent) {
  std::string lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    lines += std::string(indent) + "/// " + text.substr(at, end - at) + "\n";
    at = end + 1;
  }
  return lines;
}

// Fields as `prisma format` lays them out: columns aligned by bytes.
class field_table {
 public:
  void add(std::string documentation, std::string name, std::string type, std::string attributes) {
    rows_.push_back({std::move(documentation), std::move(name), std::move(type), std::move(attributes)});
  }

  std::string text() const {
    std::size_t names = 0, types = 0;
    for (const row& row : rows_) {
      names = std::max(names, row.name.size());
      types = std::max(types, row.type.size());
    }
    std::string text;
    for (const row& row : rows_) {
      std::string line = "  " + row.name;
      if (types != 0) line.append(names + 3 - line.size(), ' ').append(row.type);
      if (!row.attributes.empty()) {
        line.append(names + (types == 0 ? 0 : types + 1) + 3 - line.size(), ' ').append(row.attributes);
      }
      text += row.documentation + line + "\n";
    }
    return text;
  }

 private:
  struct row {
    std::string documentation, name, type, attributes;
  };
  std::vector<row> rows_;
};

class prisma_writer {
 public:
  prisma_writer(const schema& schema, prisma_provider provider)
      : schema_(schema),
        provider_(provider),
        names_(schema),
        relations_(relations_of(schema, names_, provider != prisma_provider::sqlite)) {
    for (const model& each : schema.models()) {
      if (!each.name_space.empty()) namespaces_.insert(each.name_space);
    }
    if (!namespaces_.empty() && provider != prisma_provider::postgresql) {
      throw error(error_code::unsupported,
                  "the schema puts models into namespaces, and of Prisma's providers only "
                  "postgresql has them");
    }
    // A model without a namespace is in the default one, which has to be listed beside the others.
    const auto without = [](const model& each) { return each.name_space.empty(); };
    if (!namespaces_.empty() && std::ranges::any_of(schema.models(), without)) namespaces_.insert(default_namespace);
  }

  std::string head() const {
    static constexpr const char* names[] = {"postgresql", "mysql", "sqlite"};
    std::string text =
        "generator client {\n  provider = \"prisma-client\"\n  output   = \"./client\"\n}\n\n"
        "datasource db {\n  provider = \"" +
        std::string(names[static_cast<int>(provider_)]) + "\"\n";
    if (!namespaces_.empty()) {
      std::string list;
      for (const std::string& each : namespaces_) list += (list.empty() ? "" : ", ") + prisma_text(each);
      text += "  schemas  = [" + list + "]\n";
    }
    return text + "}\n";
  }

  std::string models() const {
    std::string text;
    for (std::uint32_t m = 0; m < schema_.models().size(); ++m) text += model_block(m) + enum_blocks(m);
    return text;
  }

 private:
  std::string model_block(std::uint32_t m) const {
    const model& model = schema_.models()[m];
    field_table scalars, related;
    for (std::uint32_t f = 0; f < model.fields.size(); ++f) {
      const std::string& name = names_.fields[m][f];
      const prisma_names::enumeration& enumeration = names_.enumerations[m][f];
      scalars.add(documentation(model.fields[f].description, "  "), name, prisma_type(model.fields[f], enumeration),
                  prisma_attributes(model, f, name, enumeration, provider_));
    }
    for (const prisma_relation_field& each : relations_.fields[m])
      related.add("", each.name, each.type, each.attribute);

    std::string text =
        "\n" + documentation(model.description, "") + "model " + names_.models[m] + " {\n" + scalars.text();
    if (!relations_.fields[m].empty()) text += "\n" + related.text();
    const std::string attributes = block_attributes(m);
    if (!attributes.empty()) text += "\n" + attributes;
    text += "}\n";
    for (const std::string& comment : relations_.comments[m]) text += "\n// " + comment + "\n";
    return text;
  }

  std::string block_attributes(std::uint32_t m) const {
    const model& model = schema_.models()[m];
    std::string text;
    std::set<std::vector<std::uint32_t>> written;
    for (const std::vector<std::uint32_t>& fields : model.uniques) {
      if (fields.size() > 1 && written.insert(fields).second) text += "  @@unique([" + list(m, fields) + "])\n";
    }
    written.clear();
    for (const std::vector<std::uint32_t>& fields : model.indexes) {
      if (written.insert(fields).second) text += "  @@index([" + list(m, fields) + "])\n";
    }
    if (model.table != names_.models[m]) text += "  @@map(" + prisma_text(model.table) + ")\n";
    return text + namespace_attribute(model);
  }

  std::string namespace_attribute(const model& model) const {
    if (namespaces_.empty()) return {};
    return "  @@schema(" + prisma_text(model.name_space.empty() ? default_namespace : model.name_space) + ")\n";
  }

  std::string list(std::uint32_t m, const std::vector<std::uint32_t>& fields) const {
    std::string text;
    for (const std::uint32_t field : fields) text += (text.empty() ? "" : ", ") + names_.fields[m][field];
    return text;
  }

  std::string enum_blocks(std::uint32_t m) const {
    std::string text;
    for (const prisma_names::enumeration& each : names_.enumerations[m]) {
      if (each.name.empty()) continue;
      field_table values;
      for (const prisma_enum_value& value : each.values) {
        values.add("", value.name, "", value.name == value.value ? "" : "@map(" + prisma_text(value.value) + ")");
      }
      text += "\nenum " + each.name + " {\n" + values.text();
      const std::string attribute = namespace_attribute(schema_.models()[m]);
      text += (attribute.empty() ? "" : "\n" + attribute) + "}\n";
    }
    return text;
  }

  const schema& schema_;
  prisma_provider provider_;
  prisma_names names_;
  prisma_relations relations_;
  std::set<std::string> namespaces_;
};

// The region without the line break behind its last mark, which is the file's own.
std::string region(const prisma_writer& writer) {
  return std::string(prisma_begin_mark) + "\n" + writer.models() + "\n" + std::string(prisma_end_mark);
}

// Where a mark stands as a line of its own; npos: nowhere. Throws where it stands twice.
std::size_t find_mark(std::string_view text, std::string_view mark) {
  std::size_t found = std::string_view::npos;
  for (std::size_t at = 0; (at = text.find(mark, at)) != std::string_view::npos; at += mark.size()) {
    const std::size_t end = at + mark.size();
    const bool whole_line =
        (at == 0 || text[at - 1] == '\n') && (end == text.size() || text[end] == '\n' || text[end] == '\r');
    if (!whole_line) continue;
    if (found != std::string_view::npos) {
      throw error(error_code::invalid_config,
                  "the line \"" + std::string(mark) + "\" stands twice in the file: leave one generated region");
    }
    found = at;
  }
  return found;
}

}  // namespace

std::string prisma_file(const schema& schema, prisma_provider provider) {
  const prisma_writer writer(schema, provider);
  return "// Generated by `orm generate prisma`: changes made here are overwritten.\n\n" + writer.head() +
         writer.models();
}

std::string prisma_file_with_block(std::string_view existing, const schema& schema, prisma_provider provider) {
  const prisma_writer writer(schema, provider);
  const std::size_t begin = find_mark(existing, prisma_begin_mark);
  const std::size_t end = find_mark(existing, prisma_end_mark);
  if (begin == std::string_view::npos && end == std::string_view::npos) {
    std::string text = existing.empty() ? writer.head() : std::string(existing);
    if (text.back() != '\n') text += '\n';
    return text + "\n" + region(writer) + "\n";
  }
  if (begin == std::string_view::npos || end == std::string_view::npos || end < begin) {
    throw error(error_code::invalid_config, "the generated region needs the line \"" + std::string(prisma_begin_mark) +
                                                "\" and, after it, the line \"" + std::string(prisma_end_mark) + "\"");
  }
  return std::string(existing.substr(0, begin)) + region(writer) +
         std::string(existing.substr(end + prisma_end_mark.size()));
}

}  // namespace orm::cli
