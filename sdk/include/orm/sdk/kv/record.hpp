/* Records: rows as the texts that stores keep. Pure: any thread may call it.
 *
 *   orm1:k3V0aZ_-w9Q;id:s4:u-17;email:s11:ada@acme.dev;logins:i3;createdAt:@2026-01-01T00:00:00.000000Z;
 *
 * "orm1" is the version of the format. The stamp after it is drawn anew for each write, so that a record whose head is
 * the same is the same record. Then come fields of columns that only other schemas have, and those that are not null,
 * each by its column: t or f (boolean), i (integer), d (double, exact), n (decimal), @ (datetime), b (bytes, base64),
 * and with their length in bytes s (text) and j (JSON). Fields are found by name: columns may have been added or
 * removed since the record was written.
 */
#ifndef ORM_SDK_KV_RECORD_HPP
#define ORM_SDK_KV_RECORD_HPP

#include <orm/sdk/driver.h>
#include <orm/sdk/value/arena.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace orm::sdk::kv {

/* Of every record: its head is what commits compare. */
inline constexpr std::size_t record_head_size = 17;

/* What stands behind it where the store has mutations: see keyed_mutation.hpp. */
inline constexpr std::string_view components_begin = "*:k";

/* Writes and reads the records of one model, which it borrows. Immutable. */
class record_codec {
 public:
  explicit record_codec(const orm_model& model);

  /* others: see decode(). */
  std::string encode(const orm_cell* row, std::uint64_t stamp, std::string_view others = {}) const;

  /* The parts of a record: its head, a field with its label, of null nothing ("score:i5;"), the fields of a row, and
   * the text of a value alone, which is not null. */
  static void append_head(std::uint64_t stamp, std::string& record);
  void append_field(std::uint32_t field, const orm_cell& cell, std::string& record) const;
  void append_fields(const orm_cell* row, std::string& record) const;
  /* Whether records that lack the field are read with its default: those that were written before it was declared. */
  bool fills_in(std::uint32_t field) const;
  static void append_text(const orm_cell& cell, std::string& out);
  const std::string& label(std::uint32_t field) const { return labels_[field]; } /* "score:" */

  /* Whether something in a text looks like the beginning of a field: ";score:". */
  bool holds_a_label(std::string_view text) const;

  /* Fills row, a cell for each field of the model. Texts are borrowed from the record, or are in arena, and defaults
   * from the model. others: the fields of columns that the model lacks, as they stand in the record; whoever writes the
   * row anew puts them into its record, for schemas that do have them. False: this is no record of the model, or one of
   * a later format. */
  bool decode(std::string_view record, cell_arena& arena, orm_cell* row, std::string_view* others = nullptr) const;

 private:
  const orm_model& model_;
  std::vector<std::string> labels_; /* by field: its column as it stands in records, and ':' */
  std::vector<std::uint32_t> filled_in_;
};

}  // namespace orm::sdk::kv

#endif
