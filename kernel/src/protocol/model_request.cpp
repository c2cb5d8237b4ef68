// Requests on a model: where their rows go and how they are answered.
#include "protocol/model_request.hpp"

namespace orm::detail {

model_request::model_request(const schema& schema, ast::query read) : query_(std::move(read)) {
  switch (query_.operation) {
    case ast::operation::count:
    case ast::operation::update_many:
    case ast::operation::remove:
    case ast::operation::remove_many:
      return;
    case ast::operation::aggregate:
      groups_.emplace(schema.models()[query_.model], query_);
      return;
    default:
      layout_.emplace(schema, query_.model, query_.select);
  }
}

destination model_request::to() noexcept {
  if (groups_) return groups_->to();
  if (layout_) return layout_->to(records_);
  return {};
}

std::string model_request::answer(std::uint64_t affected) const {
  if (groups_) return query_.grouped ? "[" + groups_->text() + "]" : groups_->text();
  if (!layout_) return std::to_string(affected);
  std::string out;
  if (query_.operation != ast::operation::find_many && query_.operation != ast::operation::create_many) {
    if (records_.empty()) return "null";
    layout_->append_json(out, records_.front());
    return out;
  }
  out.push_back('[');
  for (std::size_t i = 0; i < records_.size(); ++i) {
    if (i > 0) out.push_back(',');
    layout_->append_json(out, records_[i]);
  }
  out.push_back(']');
  return out;
}

}  // namespace orm::detail
