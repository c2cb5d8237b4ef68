// Filling in the caller's error struct.
#include <orm/sdk/value/error.hpp>
#include <orm/sdk/value/text.hpp>

#include <algorithm>
#include <cstddef>
#include <cstring>

namespace orm::sdk {
namespace {

void write_text(char* out, std::size_t size, std::string_view text) {
  text = cut_text(text, size - 1);
  if (!text.empty()) std::memcpy(out, text.data(), text.size());
  out[text.size()] = 0;
}

}  // namespace

orm_code fail(orm_error* error, orm_code code, std::string_view message, const error_details& details) {
  if (error == nullptr || error->size < offsetof(orm_error, message) + sizeof error->message) return code;
  error->code = code;
  error->retryable = details.retryable ? 1 : 0;
  error->outcome = static_cast<std::uint8_t>(details.outcome);
  error->model = details.model;
  error->field_count = static_cast<std::uint16_t>(std::min<std::size_t>(details.fields.size(), ORM_ERROR_FIELDS));
  std::copy_n(details.fields.begin(), error->field_count, error->fields);
  write_text(error->native, sizeof error->native, details.native);
  write_text(error->message, sizeof error->message, message);
  return code;
}

}  // namespace orm::sdk
