/* Values and names as parts of keys: printable, valid UTF-8 for text that is, and without any byte that a key gives a
 * meaning. docs/kv-toolkit.md shows the whole layout. Pure: any thread may call it.
 *
 * A key text never contains a space or a control character: such bytes, and '!' itself, are written as '!' and two
 * hexadecimal digits, which keeps the order of texts. Of two values of one field, the lesser one has the lesser key
 * text, followed by anything.
 */
#ifndef ORM_SDK_KV_KEY_CODEC_HPP
#define ORM_SDK_KV_KEY_CODEC_HPP

#include <orm/sdk/driver.h>

#include <string>
#include <string_view>

namespace orm::sdk::kv {

/* Appends the key text of a value that is not null: text as it is but for the bytes above, booleans "f" and "t",
 * integers behind a letter for their sign and length ("a7", "b42", "Z2"), decimals as sortable_decimal_key, datetimes
 * in RFC 3339, doubles and bytes in hexadecimal. */
void append_key_text(const orm_cell& cell, std::string& out);

/* Appends one component of an index entry: "-" for null or "=" and the key text, then a space. Entries made of the same
 * fields are in order as their components are, nulls first. */
void append_component(const orm_cell& cell, std::string& out);

/* As append_component, without the space: what the components of texts begin with that begin so. */
void append_component_prefix(const orm_cell& cell, std::string& out);

/* Appends a name of the schema or of the configuration; also hides the bytes that separate the parts of keys, that mark
 * hash tags and that patterns of stores are made of. */
void append_name(std::string_view name, std::string& out);

/* The least text that is greater than every text that begins with prefix; empty: there is none. */
std::string after_prefix(std::string prefix);

}  // namespace orm::sdk::kv

#endif
