// Stands in for functions that an older driver does not have.
#include "plugin/driver_table.hpp"

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <string>
#include <tuple>

#include "orm/sdk/value/error.hpp"

namespace orm::detail {
namespace {

// A function's name as a template argument, so that each stand-in can say which one it is.
struct function_name {
  template <std::size_t N>
  consteval function_name(const char (&name)[N]) {  // NOLINT: meant to convert
    std::copy_n(name, N, text);
  }
  char text[24] = {};
};

template <function_name Name, class Function>
struct stand_in;

template <function_name Name, class... Arguments>
struct stand_in<Name, std::int32_t (*)(Arguments...)> {
  static std::int32_t call(Arguments... arguments) {
    orm_error* const error = std::get<sizeof...(Arguments) - 1>(std::tuple(arguments...));
    return sdk::fail(error, ORM_UNSUPPORTED, std::string("this driver has no ") + Name.text + "()");
  }
};

template <function_name Name, class... Arguments>
struct stand_in<Name, void (*)(Arguments...)> {
  static void call(Arguments...) {}
};

template <function_name Name, class Function>
void complete(Function& function) noexcept {
  if (function == nullptr) function = stand_in<Name, Function>::call;
}

}  // namespace

orm_driver complete_table(const orm_driver& given) noexcept {
  orm_driver table{};
  const std::size_t covered = std::min<std::size_t>(given.size, sizeof table);
  std::memcpy(&table, &given, covered - covered % sizeof(void*));  // half a pointer is none
  table.size = sizeof table;
  complete<"capabilities">(table.capabilities);
  complete<"open">(table.open);
  complete<"adopt">(table.adopt);
  complete<"info">(table.info);
  complete<"close">(table.close);
  complete<"session_open">(table.session_open);
  complete<"session_reset">(table.session_reset);
  complete<"session_close">(table.session_close);
  complete<"compile">(table.compile);
  complete<"release">(table.release);
  complete<"execute">(table.execute);
  complete<"batch">(table.batch);
  complete<"begin">(table.begin);
  complete<"commit">(table.commit);
  complete<"rollback">(table.rollback);
  complete<"savepoint">(table.savepoint);
  complete<"push">(table.push);
  complete<"reset">(table.reset);
  complete<"purge">(table.purge);
  complete<"introspect">(table.introspect);
  complete<"explain">(table.explain);
  complete<"cancel">(table.cancel);
  return table;
}

}  // namespace orm::detail
