/* What orm.toml says to a driver about a store: each option read once, by name and type; whatever was not asked for is
 * refused with the near name.
 *
 *   option_reader read("paper", arguments);
 *   pool = read.integer("pool", 8, 1, 1024);
 *   url = read.text("url").value_or("paper:desk");
 *   read.finish();
 *
 * Borrows the driver's name and the arguments. Errors are driver_error INVALID_CONFIG, which name driver and option and
 * never repeat a text that was given: it may hold a password.
 */
#ifndef ORM_SDK_OPTIONS_OPTION_READER_HPP
#define ORM_SDK_OPTIONS_OPTION_READER_HPP

#include <orm/sdk/driver.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace orm::sdk {

class option_reader {
 public:
  option_reader(std::string_view driver, const orm_open_arguments& arguments);

  /* The option's value, none where it is not given. Throws for another type, or an integer outside its bounds. */
  std::optional<std::string_view> text(std::string_view name);
  std::int64_t integer(std::string_view name, std::int64_t otherwise, std::int64_t least, std::int64_t most);
  bool boolean(std::string_view name, bool otherwise);
  /* One of the texts. */
  std::string_view choice(std::string_view name, std::string_view otherwise,
                          const std::vector<std::string_view>& choices);
  /* A table, as JSON text; see orm_option. */
  std::optional<std::string_view> json(std::string_view name);

  /* Throws for an option that none of the above was asked for. */
  void finish() const;

  /* "driver paper: option "pool" " + what */
  [[noreturn]] void refuse(std::string_view name, const std::string& what) const;

 private:
  const orm_cell* find(std::string_view name);

  std::string_view driver_;
  const orm_open_arguments& arguments_;
  std::vector<std::string_view> known_;
};

}  // namespace orm::sdk

#endif
