/* An update, delete or upsert of the one record that a key leads to, in a form that a script inside the store can carry
 * out by cutting texts: no number but a 32-bit sum, no escaping, no comparison but of bytes. Whatever would need more
 * is refused by the script and done by reading and committing.
 *
 * Records of a store with backend_capabilities::mutations end in a field "*" that says by which texts the record is
 * found: the layout's mark, then the component of each field that is in a key, with a space before each:
 *
 *   orm1:k3V0aZ_-w9Q;id:s2:u1;email:s5:ada@x;logins:i3;*:s26:mX3_q9a-Zk0 =u1 =ada@x =a3;
 *
 * Keys and entries are put together from these components as mutation_shape says, so that old ones are removed and new
 * ones added without knowing how values are written. apply_mutation() is the whole of it in C++, for stores that hold a
 * lock, and the measure for a script. Pure: any thread may call it.
 */
#ifndef ORM_SDK_KV_KEYED_MUTATION_HPP
#define ORM_SDK_KV_KEYED_MUTATION_HPP

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace orm::sdk::kv {

struct commit_request;

/* The label of the field that says by what a record is found: no column has it. And that field as a whole. */
inline constexpr std::string_view components_label = "*:";
std::string components_field(std::string_view mark, std::span<const std::string> components);

/* How the components of a record make the keys of its model. Components are "-" for null or "=" and a text without
 * spaces; they are counted from 0. The same for every mutation of a model, and as long-lived as its store. */
struct mutation_shape {
  struct key {
    std::string index; /* an entry of it is each component and a space, then the reference if `named`; empty: none */
    std::string unique_prefix; /* the unique key behind it: the first `width` components without their "=", joined by
                                  spaces; none where one of them is "-". Empty: no key of its own. */
    std::vector<std::uint32_t> components;
    std::uint32_t width = 0;
  };
  std::string mark;    /* of the layout; a record with another mark, or without one, is refused */
  std::string expires; /* label of the field after which a record is gone: "expiresAt:"; empty: none */
  bool named = false;  /* entries end in the reference */
  std::vector<key> keys;
};

/* One field of a record: "score:i5;" is the label "score:" and a value "i5;". */
struct field_change {
  std::string label;
  std::string value;                  /* what stands behind the label from now on; empty: null, the field is left out */
  std::optional<std::int64_t> addend; /* instead: added to the integer that is there; null stays null */
};

struct component_change {
  std::uint32_t component;
  std::string text;
};

enum class mutation_kind : std::uint8_t { update, erase, upsert };

struct keyed_mutation {
  mutation_kind kind = mutation_kind::update;
  const mutation_shape* shape = nullptr;
  std::string key;           /* the record's own key or, if it follows, a unique key, whose value is the reference */
  std::string record_prefix; /* the record's own key is this and the reference */
  bool follows = false;
  std::string now; /* a datetime as in records, without "@": what expired until then is not there; empty: nothing did */
  std::string head;                 /* of the changed record */
  std::vector<field_change> fields; /* none: nothing is changed, the record is answered */
  std::vector<component_change> components;
  std::optional<std::int64_t> expires_at; /* of all that is written; none: the record's own stays */
  const commit_request* create = nullptr; /* upsert: what to commit where there is no record */
};

struct mutation_answer {
  enum class state : std::uint8_t {
    refused, /* nothing was changed */
    absent,  /* there is no such record, or it has expired; nothing was changed */
    changed, /* record: as it is now */
    erased,
    created
  };
  state is = state::refused;
  std::string record = {};
};

/* What a store must offer to apply_mutation(). */
struct mutation_access {
  std::function<std::optional<std::string>(const std::string& key)> get;
  std::function<std::int64_t(const std::string& key)> expiry; /* of a key that is there */
  /* Whether all conditions held, and with them the changes were made. */
  std::function<bool(const commit_request& request)> commit;
};

/* Carries a mutation out; the store is its caller's alone until it returns. In order:
 *
 *   1. The record is found, by two steps where the key is followed. Not there: absent, or `create` is committed and it
 *      is created; refused if that fails. A unique key that leads nowhere, a record that can't be read, one without the
 *      mark: refused.
 *   2. Its `expires` field is a datetime up to now: absent; refused for an upsert.
 *   3. The fields are replaced, those that were null added behind the others. A sum beyond 32 bits: refused.
 *   4. Of each key whose components or whose expiry changed, the old entry and unique key go, and the new ones come. A
 *      unique key that is new and there already: refused. */
mutation_answer apply_mutation(const keyed_mutation& change, const mutation_access& store);

}  // namespace orm::sdk::kv

#endif
