// Spelling placeholders.
#include "golden.hpp"

namespace orm::tests {

std::string spelled(const std::vector<sdk::sql::bind>& binds) {
  using sdk::sql::bind_form;
  using sdk::sql::bind_source;
  std::string out;
  for (const sdk::sql::bind& bind : binds) {
    if (!out.empty()) out += ' ';
    if (bind.source == bind_source::row_value) out += "row";
    if (bind.source == bind_source::extra) out += "extra";
    out += std::to_string(bind.index);
    if (bind.form == bind_form::list) out += ":list";
    if (bind.form == bind_form::only) out += ":only";
    if (bind.form == bind_form::sort_key) out += ":sort_key";
    if (bind.form == bind_form::prefix_end) out += ":prefix_end";
  }
  return out;
}

}  // namespace orm::tests
