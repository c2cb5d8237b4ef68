// The requests.
#include "access_paths/paths.hpp"

#include <cstdio>

namespace orm_test {
namespace {

std::string on(const char* model, const char* op, const std::string& args) {
  return R"({"schema":"app","model":")" + std::string(model) + R"(","op":")" + op + R"(","args":)" + args + "}";
}

std::string person(int number) {
  char text[16];
  std::snprintf(text, sizeof text, "p%06d", number);
  return text;
}

std::string a_thousand_people() {
  std::string ids;
  for (int i = 1; i <= 1000; ++i) ids += (i == 1 ? "\"" : ",\"") + person(i) + '"';
  return ids;
}

}  // namespace

std::string access_schema_file() { return ORM_TEST_SCHEMAS "/schema.toml"; }

std::string access_path::repetition(int number) const {
  char digits[8];
  std::snprintf(digits, sizeof digits, "%03d", number);
  std::string made = request;
  for (std::size_t at = made.find("{n}"); at != std::string::npos; at = made.find("{n}")) made.replace(at, 3, digits);
  return made;
}

// A cursor is a row of its own, which a page by a field that may be null looks up more than once.
const std::vector<access_path>& access_paths() {
  static const std::vector<access_path> all = {
      {"find by id", on("person", "findUnique", R"({"where":{"id":"p000{n}"}})"), 1},
      {"find by a unique key", on("person", "findUnique", R"({"where":{"email":"ep000{n}"}})"), 1},
      {"find by a unique key that may be null", on("person", "findUnique", R"({"where":{"handle":"hp000{n}"}})"), 1},
      {"find many by id", on("person", "findMany", R"({"where":{"id":{"in":["p000001","p000500","p000999"]}}})"), 3},
      {"first page, with ties",
       on("person", "findMany", R"({"orderBy":{"score":"asc"},"take":20,"select":{"id":true}})"), 21},
      {"page with ties", on("person", "findMany", R"({"orderBy":{"score":"asc"},"cursor":{"id":"p000500"},"take":20})"),
       23},
      {"page with ties, backwards",
       on("person", "findMany", R"({"orderBy":{"score":"desc"},"cursor":{"id":"p000500"},"take":20})"), 23},
      {"page without ties",
       on("person", "findMany",
          R"({"where":{"rank":{"gte":1}},"orderBy":{"rank":"asc"},"cursor":{"id":"p000501"},"take":20})"),
       26},
      {"page from the nulls",
       on("person", "findMany", R"({"orderBy":{"rank":"asc"},"cursor":{"id":"p000500"},"take":20})"), 26},
      {"page to the nulls",
       on("person", "findMany", R"({"orderBy":{"rank":"desc"},"cursor":{"id":"p000005"},"take":20})"), 26},
      {"nulls alone", on("person", "findMany", R"({"where":{"rank":null},"orderBy":{"rank":"asc"},"take":20})"), 21},
      {"equality on an index, ordered by the rest of it",
       on("person", "findMany", R"({"where":{"team":"t3"},"orderBy":{"score":"desc"},"take":20})"), 21},
      {"the same with a cursor",
       on("person", "findMany",
          R"({"where":{"team":"t3"},"orderBy":{"score":"desc"},"cursor":{"id":"p000503"},"take":20})"),
       23},
      {"page by id", on("person", "findMany", R"({"orderBy":{"id":"asc"},"cursor":{"id":"p000400"},"take":20})"), 23},
      {"relation level below a thousand",
       on("person", "findMany",
          R"({"where":{"id":{"in":[)" + a_thousand_people() +
              R"(]}},"select":{"id":true,"posts":{"orderBy":{"weight":"desc"},"take":3,"select":{"id":true}}}})"),
       2100},
      {"relation with many rows, a few taken",
       on("person", "findUnique",
          R"({"where":{"id":"p000001"},"select":{"id":true,"posts":{"orderBy":{"weight":"desc"},"take":5}}})"),
       8},
      {"belongs to, below a page",
       on("post", "findMany",
          R"({"where":{"personId":"p000001"},"orderBy":{"weight":"asc"},"take":10,"select":{"id":true,"person":{"select":{"email":true}}}})"),
       25},
      {"two levels below one row",
       on("person", "findUnique",
          R"({"where":{"email":"ep000001"},"select":{"posts":{"orderBy":{"weight":"asc"},"take":5,"select":{"id":true,)"
          R"("person":{"select":{"email":true}}}}}})"),
       25},
      {"find by a reference", on("post", "findMany", R"({"where":{"reviewerId":"p000{n}"}})"), 1},
      {"relation by a reference",
       on("person", "findMany",
          R"({"where":{"id":{"in":["p000001","p000002"]}},"select":{"id":true,"reviews":{"take":2}}})"),
       6},
      {"through a model, below one row",
       on("person", "findUnique", R"({"where":{"id":"p00{n}1"},"select":{"groups":{"select":{"label":true}}}})"), 6},
      {"through a model, below a thousand",
       on("person", "findMany",
          R"({"where":{"id":{"in":[)" + a_thousand_people() + R"(]}},"select":{"groups":{"select":{"label":true}}}})"),
       4000},
      {"through a model, a few in order",
       on("person", "findMany",
          R"({"where":{"id":{"in":["p000001","p000002","p000003"]}},)"
          R"("select":{"groups":{"orderBy":{"label":"desc"},"take":2,"select":{"label":true}}}})"),
       12},
      {"through models, three levels below one row",
       on("person", "findUnique",
          R"({"where":{"id":"p00{n}1"},"select":{"groups":{"select":{"members":{"select":{"groups":{}}}}}}})"),
       30},
      {"through models, six levels below one row",
       on("person", "findUnique",
          R"({"where":{"id":"p00{n}1"},"select":{"groups":{"select":{"members":{"select":{"groups":{"select":)"
          R"({"members":{"select":{"groups":{"select":{"members":{"select":{"id":true}}}}}}}}}}}}}})"),
       19},
      {"known rows by what a model leads to",
       on("person", "findMany",
          R"({"where":{"id":"p00{n}2","groups":{"some":{"id":"g000002"}}},"select":{"id":true}})"),
       4, "redis"},
      {"known rows by what no model leads to",
       on("person", "count", R"({"where":{"id":"p00{n}2","groups":{"none":{"label":"l000003"}}}})"), 6},
      {"rows that a model leads back to",
       on("person", "findMany", R"({"where":{"groups":{"some":{"id":"g00{n}1"}}},"select":{"id":true}})"), 6, "sqlite"},
      {"count of those by an index", on("person", "count", R"({"where":{"groups":{"some":{"label":"l00{n}1"}}}})"), 6,
       "sqlite"},
      {"find what expires", on("session", "findUnique", R"({"where":{"token":"t000{n}"}})"), 1},
      {"page of what expires",
       on("session", "findMany", R"({"where":{"personId":"p000{n}"},"orderBy":{"until":"desc"},"take":5})"), 1},
      {"count with a range of an index", on("person", "count", R"({"where":{"rank":{"gte":101,"lte":129}}})"), 30},
      {"count with two terms of an index",
       on("person", "count", R"({"where":{"team":"t4","score":{"gte":504,"lte":504}}})"), 100},
      {"update by id", on("person", "update", R"({"where":{"id":"p000{n}"},"data":{"note":"n{n}"}})"), 2},
      {"update by a unique key that may be null",
       on("person", "update", R"({"where":{"handle":"hp000101"},"data":{"note":"h{n}"}})"), 2},
      {"update many by an index",
       on("person", "updateMany", R"({"where":{"rank":{"gte":101,"lte":109}},"data":{"note":"r{n}"}})"), 10},
      {"upsert of what is there",
       on("person", "upsert", R"({"where":{"email":"ep000007"},"create":{"id":"x"},"update":{"note":"u{n}"}})"), 4},
      {"upsert of what is not",
       on("person", "upsert", R"({"where":{"email":"up{n}"},"create":{"id":"up{n}"},"update":{"note":"u"}})"), 4},
      {"create", on("post", "create", R"({"data":{"id":"new{n}","personId":"p000002","weight":1}})"), 2},
      {"create many, some of them there",
       on("person", "createMany",
          R"({"data":[{"id":"cm{n}","email":"cm{n}"},{"id":"p000001","email":"y"}],"skipDuplicates":true})"),
       4},
      {"delete with what hangs on it", on("person", "delete", R"({"where":{"id":"p00{n}7"}})"), 12},
      {"delete many by an index", on("post", "deleteMany", R"({"where":{"personId":"p00{n}5","weight":{"gt":0}}})"), 4},
  };
  return all;
}

}  // namespace orm_test
