/* How the rows of a filter are reached: which unique key or index of the model leads to them. */
#ifndef ORM_SDK_ROWS_ACCESS_HPP
#define ORM_SDK_ROWS_ACCESS_HPP

#include <orm/sdk/driver.h>

#include <cstdint>
#include <span>
#include <vector>

namespace orm::sdk {

/* Something that finds rows by values of these fields. */
struct access_key {
  std::vector<std::uint32_t> fields;
  bool unique = false;  /* at most one row has the same values, unless one of them is null */
  bool ordered = false; /* rows can be walked through by (fields, id), ascending and descending */
};

/* The position of the unique key with exactly these fields, in any order; ORM_NONE: there is none. */
std::uint32_t unique_key_of(std::span<const access_key> keys, std::span<const std::uint32_t> fields);

/* Stands in equal for the key of a KEYED find, which is no parameter of its own. */
inline constexpr std::uint32_t relation_key = ORM_NONE - 1;

enum class access_kind : std::uint8_t {
  scan,   /* every row */
  unique, /* one row for the values `equal`, or one for each member of `list` */
  index   /* the rows of an ordered key with those leading values, in a range of the next field */
};

/* Every row that matches is reached; what is reached must still be filtered, unless exact, and in a KEYED find its
 * relation field compared: the path may go by another key. */
struct access_path {
  access_kind kind = access_kind::scan;
  std::uint32_t key = 0;            /* position among the keys */
  std::vector<std::uint32_t> equal; /* parameters for the leading fields; ORM_NONE: null */
  /* Parameters that bound the field after those; ORM_NONE: not. At most one of list, prefix and lower/upper. */
  std::uint32_t list = ORM_NONE;   /* a LIST of its values */
  std::uint32_t prefix = ORM_NONE; /* its text begins so */
  std::uint32_t lower = ORM_NONE;
  std::uint32_t upper = ORM_NONE;
  bool lower_open = false;
  bool upper_open = false;
  bool exact = false;    /* the rows reached are those that match */
  bool ordered = false;  /* they come in the order that was asked for */
  bool backward = false; /* walking the key from its end */
};

/* The top-level operands of AND (nested ones included) of a filter, or the filter itself: positions of nodes. */
std::vector<std::uint32_t> conjuncts(std::span<const orm_node> nodes);

struct access_question {
  std::span<const access_key> keys;
  std::uint32_t id;                        /* the model's id field */
  std::span<const orm_node> nodes;         /* the filter */
  std::span<const orm_order> order;        /* empty: any */
  std::uint32_t relation_field = ORM_NONE; /* of a KEYED find: the field that equals relation_key */
};

/* The best path by rules alone: a whole unique key, then the index with the most equal leading fields, then ranges,
 * then the order. */
access_path choose_access(const access_question& question);

}  // namespace orm::sdk

#endif
