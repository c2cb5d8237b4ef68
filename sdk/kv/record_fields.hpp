// The texts that a record is made of, without their meaning.
#ifndef ORM_KV_RECORD_FIELDS_HPP
#define ORM_KV_RECORD_FIELDS_HPP

#include <string_view>

namespace orm::sdk::kv {

// "score:i5;" is the label "score:", the kind 'i', the text "5" and the value "i5;".
struct record_field {
  std::string_view label;
  std::string_view value;
  std::string_view text;
  char kind = 0;
};

// Takes the head off a record. False: this is no record, or one of a later format.
bool take_head(std::string_view& record);

// Takes what the record is found by off what is left of it, if that is there. False: it does not end.
bool take_components(std::string_view& record, std::string_view& mark, std::string_view& components);

// Takes the first field off what is left of a record. False: it ends too early.
bool take_field(std::string_view& record, record_field& out);

}  // namespace orm::sdk::kv

#endif
