#include "protocol/response.hpp"

#include <string_view>

#include "json/writer.hpp"

namespace orm::detail {
namespace {

std::string quoted(std::string_view text) {
  std::string out;
  json::append_string(out, text);
  return out;
}

}  // namespace

std::string error_json(const error& failure) {
  std::string out = "{\"code\":" + quoted(to_string(failure.code())) + ",\"message\":" + quoted(failure.what());
  const auto add = [&](const char* key, const std::string& text) {
    if (!text.empty()) out += std::string(",\"") + key + "\":" + quoted(text);
  };
  add("model", failure.model());
  if (!failure.fields().empty()) {
    out += ",\"fields\":[";
    for (std::size_t i = 0; i < failure.fields().size(); ++i) out += (i ? "," : "") + quoted(failure.fields()[i]);
    out += "]";
  }
  out += failure.retryable() ? ",\"retryable\":true" : ",\"retryable\":false";
  add("outcome", std::string(to_string(failure.outcome())));
  add("driver", failure.driver());
  add("native", failure.native());
  if (failure.index()) out += ",\"index\":" + std::to_string(*failure.index());
  return out + "}";
}

std::string string_list(const std::vector<std::string>& texts) {
  std::string out = "[";
  for (std::size_t i = 0; i < texts.size(); ++i) out += (i ? "," : "") + quoted(texts[i]);
  return out + "]";
}

std::string capabilities_json(const driver_capabilities& can) {
  std::string out =
      "{\"driver\":" + quoted(can.driver) + ",\"version\":" + quoted(can.version) + ",\"abi\":" + quoted(can.abi);
  const auto add = [&](const char* name, bool flag) {
    out += std::string(",\"") + name + "\":" + (flag ? "true" : "false");
  };
  add("transactions", can.transactions);
  add("foreignKeys", can.foreign_keys);
  add("generatedIntegerIds", can.generated_integer_ids);
  add("namespaces", can.namespaces);
  add("ddl", can.ddl);
  add("nativeRelations", can.native_relations);
  add("pipelinedBatch", can.pipelined_batch);
  add("expires", can.expires);
  add("interactiveTransactions", can.interactive_transactions);
  out += ",\"isolations\":" + string_list(can.isolations);
  if (can.max_atomic_rows != 0) out += ",\"maxAtomicRows\":" + std::to_string(can.max_atomic_rows);
  return out + "}";
}

}  // namespace orm::detail
