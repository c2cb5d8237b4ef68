/* An insert, update, delete or upsert of the one record that a key leads to, in a form that a script inside the store
 * can carry out by cutting texts: no number but a 32-bit sum, no escaping, no comparison but of bytes and of integers
 * that a double holds. Whatever would need more is refused by the script and done by reading and committing.
 *
 * Records of a store with backend_capabilities::mutations begin, behind their head, with a field "*" that says by which
 * texts the record is found: the layout's mark, then the component of each field that is in a key, each followed by a
 * space, up to " ;":
 *
 *   orm1:k3V0aZ_-w9Q;*:kmX3_q9a-Zk0 =u1 =ada@x =a3 ;id:s2:u1;email:s5:ada@x;logins:i3;
 *
 * Keys and entries are put together from these components as mutation_shape says, so that old ones are removed and new
 * ones added without knowing how values are written. The fields behind it are in the model's order, and no text among
 * them holds what another field begins with, so that the first ";score:" is the field: a record whose texts do is
 * marked otherwise, and refused. apply_mutation() is the whole of it in C++, for stores that hold a lock, and the
 * measure for a script. Pure: any thread may call it.
 */
#ifndef ORM_SDK_KV_KEYED_MUTATION_HPP
#define ORM_SDK_KV_KEYED_MUTATION_HPP

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace orm::sdk::kv {

struct commit_request;

inline constexpr std::uint32_t no_component = UINT32_MAX;

/* How the records of a model are written and found. The same for every mutation of it, and as long-lived as its store.
 */
struct mutation_shape {
  struct field {
    std::string label; /* "score:" */
    char kind = 's';   /* as in records; of booleans 't' */
    bool nullable = false;
    std::uint32_t component = no_component;
  };
  struct key {
    std::string index; /* an entry of it is each component and a space, then the reference if `named`; empty: none */
    std::string unique_prefix; /* the unique key behind it: the first `width` components without their "=", joined by
                                  spaces; none where one of them is "-". Empty: no key of its own. */
    std::vector<std::uint32_t> components;
    std::uint32_t width = 0;
  };
  std::string record_prefix;             /* the record's own key is this and the reference */
  std::string mark;                      /* of the layout; a record with another mark, or without one, is refused */
  bool named = false;                    /* entries end in the reference */
  std::vector<field> fields;             /* in the order of records */
  std::uint32_t expires = no_component;  /* the field after which a record is gone */
  std::vector<bool> nullable_components; /* by component: may be "-" */
  std::vector<std::uint32_t> reference;  /* the components that make it: without their "=", joined by spaces */
  std::vector<key> keys;

  std::size_t component_count() const { return nullable_components.size(); }
};

enum class mutation_kind : std::uint8_t { insert, update, erase, upsert };
enum class comparison : std::uint8_t { equal, less, less_equal, greater, greater_equal };

/* What all runs of one statement have in common: a script can be made for it. As long-lived as its plan. */
struct mutation_form {
  struct change {
    std::uint32_t field = 0;
    bool adds = false; /* to the 32-bit integer that is there; null stays null */
  };
  struct condition { /* on texts and booleans: equal only */
    std::uint32_t field = 0;
    comparison by = comparison::equal;
  };
  mutation_kind kind = mutation_kind::update;
  const mutation_shape* shape = nullptr;
  bool follows = false;              /* the key is a unique key, whose value is the reference, not the record's own */
  bool judges_expiry = false;        /* what expired until `now` is not there */
  bool answers = false;              /* the record is wanted */
  std::vector<change> changes;       /* in the order of the fields, each once; none: the record stays as it is */
  std::vector<condition> conditions; /* what does not match all of them is not there; of update and erase only */
  mutable std::atomic<const void*> prepared{nullptr}; /* the backend's: what it has made of the form */

  bool changes_expiry() const;
};

/* Empties a text that is used again and again. Its memory is kept, but not what an unusually large one needed. */
inline void reuse(std::string& text) {
  constexpr std::size_t kept = std::size_t{1} << 20;
  if (text.capacity() > kept) std::string().swap(text); /* assigning an empty one would keep it */
  text.clear();
}

/* Texts, one behind the other in one string, whose memory it keeps as reuse() does. */
class text_list {
 public:
  void clear() {
    reuse(all_);
    ends_.clear();
  }
  /* Append to this, then end the text. */
  std::string& open() { return all_; }
  void close() { ends_.push_back(all_.size()); }
  void add(std::string_view text) {
    all_ += text;
    close();
  }
  std::size_t size() const { return ends_.size(); }
  std::string_view operator[](std::size_t position) const {
    const std::size_t begin = position == 0 ? 0 : ends_[position - 1];
    return std::string_view(all_).substr(begin, ends_[position] - begin);
  }

 private:
  std::string all_;
  std::vector<std::size_t> ends_;
};

struct keyed_mutation {
  const mutation_form* form = nullptr;
  std::string key;             /* of insert the record's own */
  std::string now;             /* a datetime as in records, without "@" */
  std::string head;            /* of the changed record */
  text_list values;            /* one a change: "score:i5;", or empty for null; of what adds the decimal addend */
  text_list components;        /* one a change of a field that is in a key, in their order */
  text_list operands;          /* one a condition: as in records, without kind and length; of booleans "t" or "f" */
  std::int64_t expires_at = 0; /* where the form changes the expiry: of all that is written */

  /* insert, upsert: what to write where there is no record. */
  std::string record_key;
  std::string record;
  std::int64_t record_expires_at = 0;

  /* For another one, with the memory of this one. */
  void clear(const mutation_form& of) {
    form = &of;
    reuse(key);
    reuse(record_key);
    reuse(record);
    head.clear();
    values.clear();
    components.clear();
    operands.clear();
  }
};

struct mutation_answer {
  enum class state : std::uint8_t {
    refused, /* nothing was changed */
    absent,  /* there is no such record, or it has expired, or does not match; nothing was changed */
    changed, /* record: as it is now, if the form answers */
    erased,
    created
  };
  state is = state::refused;
  std::string record = {};
};

/* The integers that conditions compare have at most so many characters: a double holds them. */
inline constexpr std::size_t exact_integer_length = 15;

/* The components of a record, each followed by a space; empty: it has none. */
std::string_view components_of(std::string_view record);

/* What a store must offer to apply_mutation(). */
struct mutation_access {
  std::function<std::optional<std::string>(const std::string& key)> get;
  std::function<std::int64_t(const std::string& key)> expiry; /* of a key that is there */
  /* Whether all conditions held, and with them the changes were made. */
  std::function<bool(const commit_request& request)> commit;
};

/* Carries a mutation out; the store is its caller's alone until it returns. In order:
 *
 *   1. The record is found, by two steps where the key is followed. Not there: absent; of insert and upsert it is
 *      created, or refused if one of its unique keys is there. An insert that finds one, a unique key that leads
 *      nowhere, a record without the mark: refused.
 *   2. Its `expires` field is a datetime up to now: absent; refused for an upsert.
 *   3. A condition that does not hold: absent. An integer in it that is too long: refused.
 *   4. The fields are replaced, those that were null put in their places. A sum beyond 32 bits: refused.
 *   5. Of each key whose components or whose expiry changed, the old entry and unique key go, and the new ones come. A
 *      unique key that is new and there already: refused. */
mutation_answer apply_mutation(const keyed_mutation& change, const mutation_access& store);

}  // namespace orm::sdk::kv

#endif
